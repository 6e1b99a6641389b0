import CIPS3DModel
import CIPS3DNetworks
import CIPS3DTraining
import Foundation
import RunSettings
import Testing

@Suite("Frozen parts")
struct FrozenPartsTests {
    private let scene: RunScene

    init() throws { scene = try RunScene() }

    private func configuration(
        _ frozen: [GeneratorPart], discriminatorBlocks: Int = 0,
        of base: Configuration = TinyTraining.configuration
    ) -> Configuration {
        var configuration = base
        configuration.training.frozen = frozen
        configuration.training.frozenDiscriminatorBlocks = discriminatorBlocks
        return configuration
    }

    private static let everythingButBlocks: [GeneratorPart] = [
        .nerf, .shapeMapping, .appearanceMapping, .auxiliary,
    ]

    @Test(
        "stay to the bit and have no moments, while the others learn, with both kinds of judges",
        arguments: [
            [GeneratorPart.nerf, .shapeMapping], everythingButBlocks,
            [.inrBlock(0), .inrBlock(2)], everythingButBlocks + [.inrBlock(0), .inrBlock(1)],
        ], [TinyTraining.configuration, TinyTraining.projected])
    func stay(_ frozen: [GeneratorPart], _ base: Configuration) throws {
        try scene.begin("run", images: 12, configuration: configuration(frozen, of: base))
        let before = try scene.newest("run")
        _ = try scene.resume("run", images: 12).run()
        let after = try scene.newest("run")
        for (name, numbers) in after where name.hasPrefix("generator/") {
            let tensor = String(name.dropFirst("generator/".count))
            let part = try #require(GeneratorPart(ofTensor: tensor))
            let isFrozen = frozen.contains(part)
            if isFrozen {
                #expect(numbers == before[name], "\(name)")
                #expect(after["average/" + tensor] == numbers, "\(name)")
            }
            #expect((after["adam/generator/\(tensor).mean"] == nil) == isFrozen, "\(name)")
        }
        for part in GeneratorPart.all(of: base.generator) where !frozen.contains(part) {
            #expect(
                after.contains { name, numbers in
                    name.hasPrefix("generator/") && numbers != before[name]
                        && GeneratorPart(ofTensor: String(name.dropFirst("generator/".count)))
                            == part
                }, "\(part)")
        }
    }

    @Test("what follows on a run takes its average where it is frozen")
    func fromAverage() throws {
        _ = try scene.begin("old", images: 20).run()
        let old = try scene.newest("old")
        try scene.begin(
            "new", configuration: configuration([.nerf]), from: scene.folder("old").url)
        let (new, field) = (try scene.newest("new"), "siren.network.0.linear.weight")
        #expect(old["generator/" + field] != old["average/" + field])
        #expect(new["generator/" + field] == old["average/" + field])
        let mapping = "mapping_network_nerf.base_net.0.weight"
        #expect(new["generator/" + mapping] == old["generator/" + mapping])
    }

    @Test("blocks of the discriminators stay from the image on")
    func discriminators() throws {
        try scene.begin("run", images: 12, configuration: configuration([], discriminatorBlocks: 1))
        let before = try scene.newest("run")
        _ = try scene.resume("run", images: 12).run()
        let after = try scene.newest("run")
        for (name, numbers) in after where name.hasPrefix("discriminator/") {
            let isFrozen = name.contains("conv_in.16.") || name.contains("convs.16.")
            if isFrozen { #expect(numbers == before[name], "\(name)") }
            let path = name.dropFirst("discriminator/".count)
            #expect(
                (after["adam/discriminator/\(path).mean"] == nil) == isFrozen
                    || name.hasSuffix("kernel"), "\(name)")
        }
        #expect(after.contains { $0.key.contains("convs.8.") && $0.value != before[$0.key] })
    }

    @Test("a stopped run goes on to the same bits")
    func resume() throws {
        let frozen = configuration(Self.everythingButBlocks)
        _ = try scene.begin("straight", images: 24, configuration: frozen).run()
        _ = try scene.begin("stopped", images: 12, configuration: frozen).run()
        _ = try scene.resume("stopped", images: 24).run()
        #expect(try scene.newest("straight") == scene.newest("stopped"))
    }

    @Test(
        "parts that are not there, all of them, and blocks of the wrong kind are refused",
        arguments: [
            ([#"training.frozen=["inr64"]"#], "some of the generator's parts"),
            ([#"training.frozen=["nose"]"#], "a list of some of"),
            ([#"training.frozen=["nerf","nerf"]"#], "each at most once"),
            (
                [
                    #"training.frozen=["nerf","shapeMapping","appearanceMapping","#
                        + #""inr4","inr8","inr16","inr32"]"#
                ], "one at least that paints"
            ),
            (["training.frozenDiscriminatorBlocks=1"], "whose features are frozen already"),
            (
                ["discriminator.kind=styleGAN2", "training.frozenDiscriminatorBlocks=4"],
                "at most 3"
            ),
        ])
    func refused(_ settings: [String], _ words: String) throws {
        let error = try #require(throws: ConfigurationError.self) {
            _ = try Configuration.resolved(preset: .faces32, overrides: settings)
        }
        #expect(error.description.contains(words), "\(error)")
    }

    @Test("a setting is written and read back")
    func roundTrip() throws {
        let frozen = try Configuration.resolved(
            preset: .faces32, overrides: [#"training.frozen=["nerf", "inr16"]"#])
        #expect(frozen.training.frozen == [.nerf, .inrBlock(2)])
        let file = scene.parent.file("config.json")
        try frozen.encodedJSON().write(to: file)
        #expect(try Configuration(contentsOf: file) == frozen)
    }
}
