import CIPS3DModel
import Testing
import Torch
import TorchNN
import TorchTesting

@Suite("Layers and initial values")
struct LayerTests {
    private let seeded = SeededTensors(91)

    @Test("a linear layer by hand")
    func linearLayer() {
        let layer = Linear(
            weight: Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [3, 2]),
            bias: Tensor([10, 20, 30] as [Float], shape: [3]))
        expectClose(layer(Tensor([1, -1] as [Float], shape: [1, 2])), [9, 19, 29])
        #expect(layer(seeded.normal(4, 5, 2)).shape == [4, 5, 3])
    }

    @Test("a layer norm has mean 0 and variance 1, then scale and shift")
    func layerNormLayer() {
        let plain = layerNorm(scale: 1, shift: 0)
        let y = plain(3 * seeded.normal(5, 64) + 2)
        expectClose(y.mean(-1), [Double](repeating: 0, count: 5), absolute: 1e-6)
        // 1e-5 beside a variance of about nine.
        expectClose(y.variance(-1), [Double](repeating: 1, count: 5), absolute: 1e-5)
        let x = seeded.normal(5, 64)
        expectClose(layerNorm(scale: 2, shift: -1)(x), 2 * plain(x) - 1, absolute: 1e-5)
    }

    /// A layer norm over 64 channels.
    private func layerNorm(scale: Double, shift: Double) -> LayerNorm {
        LayerNorm(weight: Tensor.full(scale, shape: [64]), bias: Tensor.full(shift, shape: [64]))
    }

    /// 40,000 numbers: a deviation errs by 0.35 % and a mean by 0.5 % of it (one sigma).
    private func sample(_ initial: InitialValues) -> Tensor {
        ParameterStore(seed: 5).root.parameter("x", [200, 200], initial).detached()
    }

    @Test(
        "normal initial values have their deviation",
        arguments: [
            (InitialValues.normal(deviation: 3), 3),
            (.kaiming(fan: 50), (2 / 1.04 / 50).squareRoot()),
        ])
    func normal(_ initial: InitialValues, _ deviation: Double) {
        let x = sample(initial)
        expectClose(x.mean(), [0], absolute: 0.03 * deviation)
        expectClose(x.variance().item.squareRoot().asTensor, [deviation], relative: 0.02)
        // A normal distribution reaches beyond three deviations, a uniform one does not.
        #expect(abs(x).maximum().item > 3 * deviation)
    }

    @Test(
        "uniform initial values fill their range",
        arguments: [
            (InitialValues.uniform(bound: 2), 2),
            (.siren(inputs: 54, frequency: 25), (6.0 / 54).squareRoot() / 25),
            (.pyTorchDefault(inputs: 16), 0.25),
        ])
    func uniform(_ initial: InitialValues, _ bound: Double) {
        let x = sample(initial)
        let largest = abs(x).maximum().item
        #expect(largest <= bound * (1 + 1e-6) && largest > 0.999 * bound)
        expectClose(x.mean(), [0], absolute: 0.02 * bound)
        expectClose(x.variance(), [bound * bound / 3], relative: 0.03)
    }

    @Test("a constant fills a tensor")
    func constants() {
        expectClose(sample(.constant(1.5)), Tensor.full(1.5, shape: [200, 200]))
    }

    @Test("scaled initial values are the products, number by number")
    func scaled() {
        for initial in [
            InitialValues.constant(1.5), .normal(deviation: 3), .kaiming(fan: 50),
            .uniform(bound: 2), .siren(inputs: 3, frequency: 25), .pyTorchDefault(inputs: 16),
        ] {
            // One rounding more or less in single precision; a power of two rounds nothing.
            expectClose(sample(initial.scaled(by: 0.25)), 0.25 * sample(initial), relative: 1e-7)
            expectClose(sample(initial.scaled(by: 0.3)), 0.3 * sample(initial), relative: 3e-7)
        }
        #expect(InitialValues.uniform(bound: 2).scaled(by: 0.25) == .uniform(bound: 0.5))
        #expect(InitialValues.normal(deviation: 2).scaled(by: 0.25) == .normal(deviation: 0.5))
        #expect(InitialValues.constant(-2).scaled(by: 0.25) == .constant(-0.5))
    }
}

extension Double {
    fileprivate var asTensor: Tensor { Tensor(self, type: .float64) }
}
