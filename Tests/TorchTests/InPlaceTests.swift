import Testing
import Torch
import TorchTesting

@Suite("Writing in place")
struct InPlaceTests {
    private let seeded = SeededTensors(131)

    /// Adam as the paper writes it, in double precision.
    private struct PlainAdam {
        var (means, squares): ([Double], [Double])
        var step = 0

        init(count: Int) {
            means = Array(repeating: 0, count: count)
            squares = means
        }

        mutating func move(
            _ x: inout [Double], _ g: [Double], rate: Double, _ b1: Double, _ b2: Double
        ) {
            step += 1
            for i in x.indices {
                means[i] = b1 * means[i] + (1 - b1) * g[i]
                squares[i] = b2 * squares[i] + (1 - b2) * g[i] * g[i]
                let mean = means[i] / (1 - power(b1, step))
                let square = squares[i] / (1 - power(b2, step))
                x[i] -= rate * mean / (square.squareRoot() + 1e-8)
            }
        }

        private func power(_ base: Double, _ exponent: Int) -> Double {
            (0..<exponent).reduce(1) { product, _ in product * base }
        }
    }

    /// The same numbers in another order of memory.
    enum Layout: String, CaseIterable, Sendable {
        case contiguous, transposed, stretched, narrowed

        func lay(_ x: Tensor) -> Tensor {
            switch self {
            case .contiguous: x
            case .transposed: x.transposed(0, 1).contiguous().transposed(0, 1)
            case .stretched: x.narrowed(0, 0..<1).expanded(x.size(0), x.size(1))
            case .narrowed: Tensor.concatenated([x, x], axis: 1).narrowed(1, 0..<x.size(1))
            }
        }
    }

    @Test(
        "Adam is the paper's, however gradients lie in memory", arguments: Layout.allCases,
        [ScalarType.float32, .float64])
    func adam(_ layout: Layout, _ type: ScalarType) {
        // 19 · 23 numbers: vectors and a rest.
        let parameter = seeded.normal(19, 23, type: type)
        let (mean, square) = (parameter.zerosLike(), parameter.zerosLike())
        let steps = Tensor.zeros([])
        var expected = parameter.array(of: Double.self)
        var plain = PlainAdam(count: expected.count)
        for _ in 0..<4 {
            let gradient = layout.lay(seeded.normal(19, 23, type: type))
            InPlace.adam(
                [parameter], gradients: [gradient], means: [mean], squares: [square],
                stepCounts: [steps], learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8)
            plain.move(&expected, gradient.array(of: Double.self), rate: 0.01, 0.9, 0.99)
        }
        #expect(steps.item == 4)
        // Four steps of 0.01, each rounded.
        expectClose(parameter, expected, absolute: type == .float64 ? 1e-12 : 2e-6)
        expectClose(mean, plain.means, absolute: type == .float64 ? 1e-12 : 1e-6)
    }

    @Test("Adam on several parameters keeps them apart")
    func adamOnSeveral() {
        let make = { (shape: [Int]) in Tensor.zeros(shape) }
        let shapes = [[2], [], [3, 1]]
        let (x, m, v, t) = (
            shapes.map(make), shapes.map(make), shapes.map(make), shapes.map { _ in make([]) }
        )
        let slopes = [1.0, -2, 4].enumerated().map { Tensor.full($1, shape: shapes[$0]) }
        InPlace.adam(
            x, gradients: slopes, means: m, squares: v, stepCounts: t, learningRate: 0.5, beta1: 0,
            beta2: 0.999, epsilon: 1e-8)
        for (tensor, expected) in zip(x, [-0.5, 0.5, -0.5]) {
            expectClose(tensor, Tensor.full(expected, shape: tensor.shape), absolute: 1e-5)
        }
    }

    @Test("moving, scaling, filling and copying write where they are told")
    func writing() {
        let (a, b) = (Tensor([0.0, 4], shape: [2]), Tensor([1.0], shape: [1]))
        InPlace.move(
            [a, b], towards: [Tensor([4.0, 0], shape: [2]), Tensor([3.0], shape: [1])],
            weight: 0.25)
        expectClose(a, [1, 3])
        expectClose(b, [1.5])
        InPlace.scale([a, b], by: -2)
        expectClose(a, [-2, -6])
        expectClose(b, [-3])
        expectClose(InPlace.totalNorm([a, b]), [7], relative: 1e-15)
        a.fill(with: 0.5)
        expectClose(a, [0.5, 0.5])
        a.copy(from: Tensor([7, 8] as [Int64], shape: [2]))
        expectClose(a, [7, 8])
        #expect(a.type == .float64)
    }

    @Test("writing into a leaf that requires gradients is not recorded")
    func notRecorded() {
        let x = Tensor([1.0, 2], shape: [2]).requiringGradient()
        InPlace.scale([x], by: 3)
        InPlace.move([x], towards: [x.detached().zerosLike()], weight: 0.5)
        x.copy(from: x.detached() + 1)
        expectClose(x, [2.5, 4])
        #expect(x.requiresGradient)
        let slopes = gradients(of: [x.squared.sum()], withRespectTo: [x])
        expectClose(slopes[0] ?? Tensor(.nan), [5, 8])
    }
}
