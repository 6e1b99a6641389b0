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
        let store = ParameterStore()
        let layer = Linear(2, 3, in: store.root)
        layer.weight.copy(from: Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [3, 2]))
        layer.bias.copy(from: Tensor([10, 20, 30] as [Float], shape: [3]))
        expectClose(layer(Tensor([1, -1] as [Float], shape: [1, 2])), [9, 19, 29])
        #expect(layer(seeded.normal(4, 5, 2)).shape == [4, 5, 3])
    }

    @Test("a layer norm has mean 0 and variance 1, then scale and shift")
    func layerNormLayer() throws {
        let store = ParameterStore()
        let layer = LayerNorm(64, in: store.root)
        let y = layer(3 * seeded.normal(5, 64) + 2)
        expectClose(y.mean(-1), [Double](repeating: 0, count: 5), absolute: 1e-6)
        // 1e-5 beside a variance of about nine.
        expectClose(y.variance(-1), [Double](repeating: 1, count: 5), absolute: 1e-5)
        try #require(store["weight"]).fill(with: 2)
        try #require(store["bias"]).fill(with: -1)
        let x = seeded.normal(5, 64)
        let before = LayerNorm(64, in: ParameterStore().root)(x)
        expectClose(layer(x), 2 * before - 1, absolute: 1e-5)
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

    @Test("a linear layer takes given initial values for its weights, not for its biases")
    func linearInitialValues() {
        let layers = [nil, InitialValues.constant(3)].map { weights in
            Linear(7, 5, weights: weights, in: ParameterStore(seed: 3).root)
        }
        expectClose(layers[1].weight, Tensor.full(3, shape: [5, 7]))
        for layer in layers {
            let largest = abs(layer.bias).maximum().item
            #expect(largest > 0 && largest <= 1 / 7.0.squareRoot())
        }
        // A layer of tensors that are made already is the same layer.
        let again = Linear(weight: layers[0].weight, bias: layers[0].bias)
        let x = seeded.normal(4, 7)
        expectClose(again(x), layers[0](x))
    }
}

extension Double {
    fileprivate var asTensor: Tensor { Tensor(self, type: .float64) }
}
