import CIPS3DModel
import Testing

@Suite("Names and shapes of the published tensors")
struct PublishedNamesTests {
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

    @Test("the published sizes have 172 tensors")
    func published() {
        let tensors = PublishedNames.tensors(of: GeneratorConfiguration())
        let shapes = shapes(GeneratorConfiguration())
        #expect(tensors.count == 172)
        #expect(shapes.count == 172)
        #expect(tensors.first?.name == "siren.network.0.linear.weight")
        #expect(shapes["siren.network.0.linear.weight"] == [128, 3])
        #expect(shapes["siren.network.1.gain_fc.weight"] == [128, 128])
        #expect(shapes["siren.color_layer_sine.bias_fc.bias"] == [64])
        #expect(shapes["siren.color_layer_linear.0.weight"] == [32, 64])
        #expect(shapes["siren.final_layer.bias"] == [1])
        #expect(shapes["mapping_network_nerf.base_net.0.weight"] == [128, 256])
        #expect(shapes["mapping_network_nerf.base_net.6.bias"] == [128])
        #expect(shapes["mapping_network_inr.base_net.22.weight"] == [512])
        #expect(shapes["inr_net.network.4.mod1.weight"] == [1, 32, 512])
        #expect(shapes["inr_net.network.1024.mod2.modulation.weight"] == [512, 512])
        #expect(shapes["inr_net.network.4.mod1.norm.bias"] == [32])
        #expect(shapes["inr_net.to_rgbs.4.linear.weight"] == [3, 512])
        #expect(shapes["aux_to_rbg.0.weight"] == [3, 32])
    }

    @Test("every layer can be asked for its names")
    func accessors() {
        #expect(PublishedNames.fieldBlock(1).toPhase.bias == "siren.network.1.bias_fc.bias")
        #expect(
            PublishedNames.featureBlock.toFrequency.weight
                == "siren.color_layer_sine.gain_fc.weight")
        #expect(PublishedNames.density.weight == "siren.final_layer.weight")
        #expect(PublishedNames.feature.bias == "siren.color_layer_linear.0.bias")
        #expect(PublishedNames.shapeMapping(3).weight == "mapping_network_nerf.base_net.6.weight")
        #expect(
            PublishedNames.appearanceMapping(7).bias == "mapping_network_inr.base_net.21.bias")
        #expect(PublishedNames.appearanceNorm(7).bias == "mapping_network_inr.base_net.22.bias")
        #expect(PublishedNames.inrBlock(8).second.weight == "inr_net.network.1024.mod2.weight")
        #expect(
            PublishedNames.inrBlock(0).first.unusedNorm.weight
                == "inr_net.network.4.mod1.norm.weight")
        #expect(PublishedNames.painter(2).weight == "inr_net.to_rgbs.16.linear.weight")
        #expect(PublishedNames.auxiliaryHead.bias == "aux_to_rbg.0.bias")
    }

    @Test("sizes are found from shapes, ablations included")
    func inference() throws {
        var ablated = GeneratorConfiguration()
        ablated.nerf.usesViewDirection = true
        ablated.nerf.fourierOctaves = 10
        var odd = GeneratorConfiguration()
        odd.shapeLatentWidth = 5
        odd.appearanceLatentWidth = 7
        odd.nerf.styleWidth = 6
        odd.nerf.width = 11
        odd.nerf.layers = 3
        odd.nerf.features = 4
        odd.nerf.mappingLayers = 1
        odd.inr.styleWidth = 9
        odd.inr.width = 13
        odd.inr.mappingLayers = 2
        odd.inr.blocks = 2
        // What shapes cannot tell is as published, within bounds.
        odd.inr.firstRGBBlock = 1
        for sizes in [GeneratorConfiguration(), ablated, odd] {
            #expect(try GeneratorConfiguration(publishedShapes: shapes(sizes)) == sizes)
        }
    }

    @Test("names that a generator does not have are not looked at")
    func otherNames() throws {
        var shapes = shapes(GeneratorConfiguration())
        shapes["discriminator.weight"] = [3]
        #expect(try GeneratorConfiguration(publishedShapes: shapes) == GeneratorConfiguration())
    }

    @Test("everything that does not fit is listed, a layer that is missing in between too")
    func misfits() {
        var shapes = shapes(GeneratorConfiguration())
        shapes["mapping_network_nerf.base_net.2.weight"] = nil
        shapes["inr_net.network.64.mod1.weight"] = [1, 512, 511]
        shapes["aux_to_rbg.0.bias"] = [Int](repeating: 1, count: 100)
        #expect(
            problems(shapes) == [
                "mapping_network_nerf.base_net.2.weight is missing",
                "inr_net.network.64.mod1.weight has shape [1, 512, 511], expected [1, 512, 512]",
                "aux_to_rbg.0.bias has 100 axes, expected [3]",
            ])
        #expect(problems([:]).contains("siren.network.0.linear.weight is missing"))
    }

    @Test("sizes of any number are refused and computed with by nobody")
    func hostileSizes() {
        for value in [Int.max, Int.max - 2, 65_537, 0, -1, Int.min] {
            for name in shapes(GeneratorConfiguration()).keys {
                var shapes = shapes(GeneratorConfiguration())
                shapes[name] = shapes[name].map { $0.map { _ in value } }
                #expect(!problems(shapes).isEmpty, "\(name) \(value)")
            }
        }
    }

    @Test("more layers than a configuration may have are refused")
    func tooManyLayers() {
        var shapes = shapes(GeneratorConfiguration())
        shapes["mapping_network_nerf.base_net.128.weight"] = [128, 128]
        #expect(problems(shapes).first?.contains("mappingLayers") == true)
        shapes = self.shapes(GeneratorConfiguration())
        shapes["inr_net.network.\(4 << 32).mod1.weight"] = [1, 512, 512]
        #expect(problems(shapes).first?.contains("blocks") == true)
    }
}
