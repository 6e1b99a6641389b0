import CIPS3DModel
import RunSettings
import Testing

@Suite("Parts of a generator")
struct GeneratorPartTests {
    @Test("every tensor of a generator belongs to one of its parts, and every part has tensors")
    func tensors() throws {
        for configuration in [Configuration.faces32.generator, GeneratorConfiguration()] {
            let parts = try PublishedNames.tensors(of: configuration).map {
                try #require(GeneratorPart(ofTensor: $0.name), "\($0.name)")
            }
            #expect(Set(parts) == Set(GeneratorPart.all(of: configuration)))
        }
    }

    @Test("tensors go where they are used")
    func examples() {
        let parts: [(String, GeneratorPart)] = [
            (PublishedNames.density.weight, .nerf),
            (PublishedNames.backgroundFeature.bias, .nerf),
            (PublishedNames.shapeMapping(1).weight, .shapeMapping),
            (PublishedNames.appearanceNorm(0).weight, .appearanceMapping),
            (PublishedNames.auxiliaryHead.weight, .auxiliary),
            (PublishedNames.inrBlock(2).second.modulation.bias, .inrBlock(2)),
            (PublishedNames.painter(3).weight, .inrBlock(3)),
        ]
        for (name, part) in parts { #expect(GeneratorPart(ofTensor: name) == part, "\(name)") }
        for name in ["", "inr_net", "inr_net.network.5.mod1.weight", "main_disc.out_linear.weight"]
        {
            #expect(GeneratorPart(ofTensor: name) == nil, "\(name)")
        }
    }

    @Test("a name is that of one part, and nothing else is one")
    func names() {
        let parts = GeneratorPart.all(of: GeneratorConfiguration())
        #expect(
            parts.suffix(3).map(\.description) == ["inr256", "inr512", "inr1024"])
        for part in parts { #expect(GeneratorPart(part.description) == part) }
        for name in ["", "NeRF", "inr", "inr3", "inr04", "inr+4", "inr-4", "inr2"] {
            #expect(GeneratorPart(name) == nil, "\(name)")
        }
    }
}
