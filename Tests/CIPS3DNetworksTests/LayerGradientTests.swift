import CIPS3DModel
import CIPS3DNetworks
import Testing
import Torch
import TorchNN
import TorchTesting

/// Gradients against central differences, in float64.
@Suite("Gradients of layers")
struct LayerGradientTests {
    private let seeded = SeededTensors(21)

    /// A FiLM-SIREN layer from 3 to 4 channels, alone in a store.
    private func filmSIREN(_ store: ParameterStore) -> FiLMSIRENLayer {
        let names = PublishedNames.fieldBlock(0)
        store.make(names.tensors(inputs: 3, outputs: 4, styleWidth: 5))
        return FiLMSIRENLayer(names, in: store)
    }

    /// A modulated layer, alone in a store.
    private func modFC(
        _ store: ParameterStore, inputs: Int, outputs: Int,
        formulation: INRConfiguration.Modulation = .batchedProduct
    ) -> ModFC {
        let names = PublishedNames.inrBlock(0).first
        store.make(names.tensors(inputs: inputs, outputs: outputs, styleWidth: 5))
        return ModFC(names, formulation: formulation, in: store)
    }

    /// Compares the gradients of all learned tensors of a store that the function reads.
    private func expectParameterGradients(
        _ store: ParameterStore, unused: Set<String> = [], absolute: Double,
        _ function: () -> Tensor
    ) {
        let slopes = gradients(of: [function()], withRespectTo: store.learned)
        for ((path, tensor), slope) in zip(zip(store.learnedPaths, store.learned), slopes) {
            #expect((slope == nil) == unused.contains(path), "\(path)")
            guard let slope else { continue }
            expectClose(
                slope, withoutGradient { numericalGradient(moving: tensor, function) },
                absolute: absolute, relative: 1e-5)
        }
    }

    @Test("a FiLM-SIREN layer: input, style and every parameter")
    func filmSIRENGradients() {
        let store = ParameterStore(seed: 1, type: .float64)
        let layer = filmSIREN(store)
        let x = seeded.normal(2, 6, 3, type: .float64)
        let style = seeded.normal(2, 5, type: .float64)
        let cotangent = seeded.normal(2, 6, 4, type: .float64)
        // Frequencies of 30 and styles times 15: third derivatives of the order of 1e4 make
        // central differences err by about 1e-6.
        expectGradient(at: x, absolute: 2e-6) { (layer($0, style: style) * cotangent).sum() }
        expectGradient(at: style, absolute: 2e-6) { (layer(x, style: $0) * cotangent).sum() }
        expectParameterGradients(store, absolute: 5e-6) {
            (layer(x, style: style) * cotangent).sum()
        }
    }

    @Test("a FiLM-SIREN layer computes its formula")
    func filmSIRENFormula() throws {
        let store = ParameterStore(seed: 1, type: .float64)
        let layer = filmSIREN(store)
        let x = seeded.normal(2, 6, 3, type: .float64)
        let style = seeded.normal(2, 5, type: .float64)
        let apply = { (name: String, input: Tensor) throws in
            linear(
                input, weight: try #require(store["siren.network.0.\(name).weight"]),
                bias: store["siren.network.0.\(name).bias"])
        }
        let frequency = try 15 * apply("gain_fc", style) + 30
        let phase = try apply("bias_fc", style)
        let expected = try sin(
            frequency.unsqueezed(1) * apply("linear", x) + phase.unsqueezed(1))
        // The same sums in another order.
        expectClose(layer(x, style: style), expected, absolute: 1e-12)
    }

    @Test(
        "a modulated layer: input, style and every parameter but the unused norm",
        arguments: INRConfiguration.Modulation.allCases)
    func modFCGradients(_ formulation: INRConfiguration.Modulation) {
        let store = ParameterStore(seed: 2, type: .float64)
        let layer = modFC(store, inputs: 3, outputs: 4, formulation: formulation)
        let x = seeded.normal(2, 6, 3, type: .float64)
        let style = seeded.normal(2, 5, type: .float64)
        let cotangent = seeded.normal(2, 6, 4, type: .float64)
        expectGradient(at: x) { (layer($0, style: style) * cotangent).sum() }
        expectGradient(at: style) { (layer(x, style: $0) * cotangent).sum() }
        let norm = PublishedNames.inrBlock(0).first.unusedNorm
        expectParameterGradients(
            store, unused: [norm.weight, norm.bias], absolute: 1e-7
        ) { (layer(x, style: style) * cotangent).sum() }
    }

    @Test("both formulations of a modulated layer agree in values and gradients")
    func formulationsAgree() throws {
        let x = seeded.normal(3, 10, 7)
        let style = seeded.normal(3, 5)
        let cotangent = seeded.normal(3, 10, 6)
        let results = INRConfiguration.Modulation.allCases.map { formulation in
            let store = ParameterStore(seed: 2)
            let layer = modFC(store, inputs: 7, outputs: 6, formulation: formulation)
            let leaf = x.cloned().requiringGradient()
            let y = layer(leaf, style: style)
            let slopes = gradients(
                of: [(y * cotangent).sum()], withRespectTo: [leaf] + store.learned)
            return [y.detached()] + slopes.compactMap { $0 }
        }
        // y, x, weight, modulation's weight and bias.
        #expect(results.map(\.count) == [5, 5])
        // Single precision, sums of at most 30 numbers of the order of one.
        for (a, b) in zip(results[0], results[1]) {
            expectClose(a, b, absolute: 1e-5, relative: 1e-5)
        }
    }

    @Test("the styled weights of every output channel have length one")
    func styledWeightsAreNormal() {
        let layer = modFC(ParameterStore(), inputs: 7, outputs: 6)
        let norms = layer.styledWeights(seeded.normal(3, 5)).norm(1)
        // 1e-8 beside sums of about one, in single precision.
        expectClose(norms, norms.onesLike(), absolute: 1e-5)
    }

    @Test("R1's gradient of a gradient", arguments: [(0, 1.0), (2, 0.6)])
    func secondOrder(_ group: Int, _ fade: Double) {
        let store = ParameterStore(seed: 5, type: .float64)
        let network = Discriminator(
            channels: [4: 3, 8: 2], maximumSize: 8, halvesFirst: false, deviationGroup: group,
            in: store.root)
        let images = seeded.uniform(2, 3, 8, 8, in: -1...1, type: .float64)
        let penalty = { (createGraph: Bool) -> Tensor in
            let leaf = images.cloned().requiringGradient()
            let slope = gradients(
                of: [network(leaf, fade: fade).logits.sum()], withRespectTo: [leaf],
                createGraph: createGraph)
            return slope[0]?.squared.sum() ?? Tensor(.nan)
        }
        let slopes = gradients(of: [penalty(true)], withRespectTo: store.learned)
        for ((path, tensor), slope) in zip(zip(store.learnedPaths, store.learned), slopes) {
            // Leaky ReLUs are piecewise linear: a step must not cross a kink, hence 1e-6.
            let expected = numericalGradient(moving: tensor.detached(), step: 1e-6) {
                penalty(false)
            }
            let size = max(abs(expected).maximum().item, 1e-3)
            guard let slope else {
                // The last bias shifts all logits alike: the penalty does not see it.
                #expect(abs(expected).maximum().item < 1e-6, "\(path)")
                continue
            }
            expectClose(slope, expected, absolute: 1e-5 * size, relative: 1e-5)
        }
        #expect(slopes.compactMap { $0 }.count >= 8)
    }
}
