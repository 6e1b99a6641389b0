import CIPS3DModel
import Testing

@Suite("Names, shapes and initial values of the tensors of a sphere")
struct SphereTensorTests {
    private let plain = GeneratorConfiguration()
    private var solid: GeneratorConfiguration {
        var sizes = plain
        sizes.nerf.density = .solid
        sizes.background.width = 64
        // As the presets with a sphere have it.
        (sizes.inr.firstResidualBlock, sizes.inr.firstRGBBlock) = (2, 1)
        return sizes
    }

    private func shapes(_ configuration: GeneratorConfiguration) -> [String: [Int]] {
        Dictionary(
            uniqueKeysWithValues: PublishedNames.tensors(of: configuration).map {
                ($0.name, $0.shape)
            })
    }

    private func problems(_ shapes: [String: [Int]]) -> [String] {
        let error = #expect(throws: PublishedShapesError.self) {
            try GeneratorConfiguration(publishedShapes: shapes)
        }
        return error?.problems ?? []
    }

    @Test("a sphere has 14 tensors, and the others stay as they are")
    func names() {
        let tensors = PublishedNames.tensors(of: solid)
        #expect(tensors.count == 172 + 14)
        #expect(
            tensors.filter { !$0.name.hasPrefix("background.") }
                == PublishedNames.tensors(of: plain))
        let expected: [(String, [Int])] = [
            ("background.network.0.linear.weight", [64, 3]),
            ("background.network.0.linear.bias", [64]),
            ("background.network.0.gain_fc.weight", [64, 128]),
            ("background.network.0.gain_fc.bias", [64]),
            ("background.network.0.bias_fc.weight", [64, 128]),
            ("background.network.0.bias_fc.bias", [64]),
            ("background.network.1.linear.weight", [64, 64]),
            ("background.network.1.linear.bias", [64]),
            ("background.network.1.gain_fc.weight", [64, 128]),
            ("background.network.1.gain_fc.bias", [64]),
            ("background.network.1.bias_fc.weight", [64, 128]),
            ("background.network.1.bias_fc.bias", [64]),
            ("background.to_feature.weight", [32, 64]),
            ("background.to_feature.bias", [32]),
        ]
        let added = tensors.filter { $0.name.hasPrefix("background.") }
        #expect(added.map(\.name) == expected.map(\.0))
        #expect(added.map(\.shape) == expected.map(\.1))
        // 64 · 3 + 64 and 64 · 64 + 64, four times 64 · 128 + 64, and 32 · 64 + 32.
        #expect(added.map(\.count).reduce(0, +) == 39_520)
    }

    @Test("every layer of the sphere can be asked for its names")
    func accessors() {
        #expect(
            PublishedNames.backgroundBlock(1).toPhase.bias == "background.network.1.bias_fc.bias")
        #expect(PublishedNames.backgroundFeature.weight == "background.to_feature.weight")
    }

    @Test("the sphere begins smoother than the field, within bounds written out by hand")
    func initialValues() throws {
        let tensors = PublishedNames.tensors(of: solid)
        let bounds: [(String, Double)] = [
            // Half of sqrt(6 / 3) / 25; biases as PyTorch has them, 1 / sqrt(3).
            ("background.network.0.linear.weight", 0.028284271247461903),
            ("background.network.0.linear.bias", 0.5773502691896258),
            // A quarter of 1 / sqrt(128).
            ("background.network.0.gain_fc.weight", 0.022097086912079608),
            ("background.network.0.bias_fc.weight", 0.022097086912079608),
            ("background.network.0.gain_fc.bias", 0.08838834764831843),
            // sqrt(6 / 64) / 25, and 1 / sqrt(64).
            ("background.network.1.linear.weight", 0.012247448713915891),
            ("background.network.1.linear.bias", 0.125),
            ("background.to_feature.weight", 0.125),
            ("background.to_feature.bias", 0.125),
            // The field, for comparison.
            ("siren.network.0.linear.weight", 0.056568542494923803),
        ]
        for (name, expected) in bounds {
            let tensor = try #require(tensors.first(where: { $0.name == name }))
            guard case .uniform(let bound) = tensor.initial else {
                Issue.record("\(name) begins as \(tensor.initial)")
                continue
            }
            // Roundings of double precision.
            #expect(abs(bound - expected) < 1e-15, "\(name)")
        }
    }

    @Test("the first block of the field begins at a multiple of its frequency, and no other does")
    func firstLayer() {
        var scaled = solid
        scaled.nerf.firstLayerScale = 3
        let changed = zip(PublishedNames.tensors(of: solid), PublishedNames.tensors(of: scaled))
            .filter { $0 != $1 }
        #expect(changed.map(\.0.name) == [PublishedNames.fieldBlock(0).linear.weight])
        #expect(changed.first?.1.initial == changed.first?.0.initial.scaled(by: 3))
    }

    @Test("a sphere is found from shapes, and with it a solid density")
    func inference() throws {
        var odd = solid
        (odd.nerf.styleWidth, odd.nerf.features, odd.background.width) = (6, 5, 9)
        for sizes in [solid, odd] {
            #expect(try GeneratorConfiguration(publishedShapes: shapes(sizes)) == sizes)
        }
        // What a sphere without a solid density was cannot be told from shapes, nor which blocks add and paint.
        var relu = solid
        relu.nerf.density = DensityConfiguration()
        (relu.inr.firstResidualBlock, relu.inr.firstRGBBlock) = (4, 3)
        #expect(try GeneratorConfiguration(publishedShapes: shapes(relu)) == solid)
    }

    @Test("a sphere that is not whole is refused with everything that does not fit")
    func misfits() {
        var shapes = shapes(solid)
        shapes["background.network.0.linear.weight"] = [64, 4]
        shapes["background.network.1.linear.weight"] = [64, 63]
        shapes["background.to_feature.bias"] = nil
        #expect(
            problems(shapes) == [
                "background.network.0.linear.weight has shape [64, 4], expected [64, 3]",
                "background.network.1.linear.weight has shape [64, 63], expected [64, 64]",
                "background.to_feature.bias is missing",
            ])
    }
}
