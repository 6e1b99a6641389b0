import Testing
import Torch
import TorchTesting

@Suite("Gradients")
struct GradientTests {
    private struct Interruption: Error {}

    private let seeded = SeededTensors(121)

    @Test("the second derivative of x³ is 6x")
    func secondOrder() {
        let x = Tensor([-1.0, 0.5, 2], shape: [3]).requiringGradient()
        let first =
            gradients(
                of: [x.power(3).sum()], withRespectTo: [x], createGraph: true)[0] ?? Tensor(.nan)
        expectClose(first, [3, 0.75, 12], absolute: 1e-14)
        #expect(first.requiresGradient)
        let second = gradients(of: [first.sum()], withRespectTo: [x])[0] ?? Tensor(.nan)
        expectClose(second, [-6, 3, 12], absolute: 1e-14)
        #expect(!second.requiresGradient)
    }

    @Test("an input that is not used has no gradient")
    func unused() {
        let (x, y) = (Tensor(2).requiringGradient(), Tensor(3).requiringGradient())
        let slopes = gradients(of: [x * x], withRespectTo: [y, x])
        #expect(slopes[0] == nil)
        #expect(slopes[1]?.item == 4)
    }

    @Test("several outputs are summed with their cotangents")
    func cotangents() {
        let x = Tensor([1.0, 2], shape: [2]).requiringGradient()
        let weights = Tensor([10.0, 100], shape: [2])
        let slopes = gradients(
            of: [x * 2, x.squared], withRespectTo: [x], cotangents: [weights, weights.onesLike()])
        expectClose(slopes[0] ?? Tensor(.nan), [22, 204])
    }

    @Test(
        "gradients agree with central differences",
        arguments: [
            "smooth", "products", "shares", "sorting", "convolution", "resizing", "norm",
        ])
    func differences(_ name: String) {
        let x = seeded.normal(2, 3, 4, 4, type: .float64)
        let cotangent = seeded.normal(2, 3, 4, 4, type: .float64)
        let weight = seeded.normal(3, 3, 3, 3, type: .float64)
        let row = seeded.normal(4, type: .float64)
        expectGradient(at: x, absolute: 1e-7) { x in
            switch name {
            case "smooth":
                ((sin(x) + tanh(x) * sigmoid(x) + softplus(x) + erf(x)) * cotangent).sum()
            case "products":
                (matmul(x, x.transposed(2, 3)) * cotangent).sum() + x.logSumExp()
            case "shares":
                (x.softmax(1) * cotangent).sum() + (x.logSoftmax(3) * cotangent).sum()
            case "sorting":
                (x.sorted(axis: 2).values * cotangent).sum()
            case "convolution":
                (convolution(x, weight: weight, padding: 1) * cotangent).sum()
            case "resizing":
                (x.resizedBilinear(height: 5, width: 3)).squared.sum()
                    + x.averagePooled(side: 2, stride: 1).squared.sum()
            default:
                (layerNorm(x, weight: row, bias: row) * cotangent).sum() + x.norm()
                    + x.variance(1).sum() + x.cumulativeProduct(3).sum()
            }
        }
    }

    @Test("nothing is recorded within withoutGradient, and again afterwards")
    func withoutRecording() {
        let x = Tensor(2).requiringGradient()
        let y = withoutGradient { x * x }
        #expect(!y.requiresGradient)
        #expect((x * x).requiresGradient)
    }

    @Test("recording goes on after a body that throws, and stays off in a nested one")
    func restores() {
        let x = Tensor(2).requiringGradient()
        #expect(throws: Interruption.self) {
            try withoutGradient { throw Interruption() }
        }
        #expect((x * x).requiresGradient)
        withoutGradient {
            try? withoutGradient { throw Interruption() }
            #expect(!(x * x).requiresGradient)
        }
        #expect((x * x).requiresGradient)
    }

    @Test("no gradient flows through detached numbers, but through copies it does")
    func detaching() {
        let x = Tensor(3).requiringGradient()
        let slopes = gradients(of: [x.detached() * x.cloned()], withRespectTo: [x])
        #expect(slopes[0]?.item == 3)
        #expect(!x.detached().requiresGradient)
    }

    @Test("gradients may be written into without showing elsewhere")
    func ownMemory() {
        let leaves = (0..<2).map { _ in Tensor.zeros([3]).requiringGradient() }
        let cotangent = Tensor.full(2, shape: [3])
        let slopes = gradients(
            of: [leaves[0] + leaves[1]], withRespectTo: leaves, cotangents: [cotangent])
        slopes[0]?.fill(with: 7)
        expectClose(slopes[1] ?? Tensor(.nan), [2, 2, 2])
        expectClose(cotangent, [2, 2, 2])
        let stretched = gradients(of: [leaves[0].sum()], withRespectTo: [leaves[0]])[0]
        stretched?.narrowed(0, 0..<1).fill(with: 7)
        expectClose(stretched ?? Tensor(.nan), [7, 1, 1])
    }
}
