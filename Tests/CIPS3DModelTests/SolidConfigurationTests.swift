import CIPS3DModel
import FileTesting
import Foundation
import RunSettings
import Testing

@Suite("Settings of a solid field and of the sphere behind it")
struct SolidConfigurationTests {
    private static let overrides = [
        "generator.nerf.density.activation=softplus", "generator.nerf.density.scale=7.5",
        "generator.background.width=48", "generator.background.radius=0.4",
    ]

    /// A published configuration with a solid field before a sphere.
    private func solid() -> Configuration {
        var configuration = Configuration()
        configuration.generator.nerf.density = .solid
        configuration.generator.background.width = 64
        return configuration
    }

    @Test("the published field is a relu without a sphere; a solid one begins as a ball")
    func defaults() {
        let published = GeneratorConfiguration()
        #expect(published.nerf.density.activation == .relu)
        #expect(!published.background.isPresent)
        let density = DensityConfiguration.solid
        #expect(density.activation == .softplus)
        #expect(density.scale == 10 && density.ballGain == 60 && density.ballRadius == 0.6)
        #expect(BackgroundConfiguration().radius == 0.3)
    }

    @Test("files from before the solid field existed have the published one")
    func olderFiles() throws {
        let folder = try TemporaryFolder()
        let keys = ["generator.nerf.density", "generator.background"]
        for configuration in [Configuration(), solid()] {
            let run = try folder.settings(json(configuration.encodedJSON(), without: keys))
            #expect(try Configuration(contentsOf: run) == Configuration())
            let model = try folder.settings(
                json(ModelConfiguration(configuration).encodedJSON(), without: keys),
                named: "model.json")
            #expect(
                try ModelConfiguration(contentsOf: model) == ModelConfiguration(Configuration()))
        }
    }

    @Test("a section that is there has to be whole")
    func incompleteSections() throws {
        let folder = try TemporaryFolder()
        let keys = ["generator.nerf.density.ballGain", "generator.background.radius"]
        let file = try folder.settings(json(solid().encodedJSON(), without: keys))
        #expect(
            problems { _ = try Configuration(contentsOf: file) }
                == keys.map { "`\($0)` is missing in \(file.path); add it." })
    }

    @Test("what is written is read back, and the command line sets it")
    func roundTrip() throws {
        let folder = try TemporaryFolder()
        let changed = try Configuration.resolved(preset: .ffhq256, overrides: Self.overrides)
        #expect(changed.generator.nerf.density.activation == .softplus)
        #expect(changed.generator.nerf.density.scale == 7.5)
        #expect(changed.generator.background.width == 48)
        #expect(changed.generator.background.radius == 0.4)
        for configuration in [solid(), changed] {
            let file = try folder.settings(
                String(decoding: configuration.encodedJSON(), as: UTF8.self))
            #expect(try Configuration(contentsOf: file) == configuration)
        }
    }

    @Test(
        "a value that is not allowed is refused in a sentence under its key",
        arguments: [
            ("generator.nerf.density.scale", "0", "above 0 and at most 1000000"),
            ("generator.nerf.density.scale", "1000001", "above 0 and at most 1000000"),
            ("generator.nerf.density.ballGain", "-0.5", "at least 0 and at most 1000000"),
            ("generator.nerf.density.ballGain", "1e7", "at least 0 and at most 1000000"),
            ("generator.nerf.density.ballRadius", "-1", "at least 0 and at most 1000"),
            ("generator.nerf.density.ballRadius", "1000.5", "at least 0 and at most 1000"),
            ("generator.background.width", "-1", "at least 0 and at most 65536"),
            ("generator.background.width", "65537", "at least 0 and at most 65536"),
            ("generator.background.width", "0.5", "a whole number"),
            ("generator.background.radius", "0", "above 0 and at most 1000"),
            ("generator.background.radius", "1001", "above 0 and at most 1000"),
            ("generator.nerf.density.activation", "exp", #"one of "relu", "softplus""#),
        ])
    func refused(_ key: String, _ value: String, _ rule: String) {
        let found = problems {
            _ = try Configuration.resolved(preset: .ffhq256, overrides: ["\(key)=\(value)"])
        }
        #expect(found.count == 1, "\(found)")
        #expect(
            found.first?.hasPrefix("`\(key)` on the command line is ") == true
                && found.first?.hasSuffix("; it has to be \(rule).") == true, "\(found)")
    }

    @Test("values at the ends of what is allowed pass")
    func allowed() throws {
        for text in [
            "generator.nerf.density.scale=1e-300", "generator.nerf.density.ballGain=0",
            "generator.nerf.density.ballRadius=0", "generator.background.width=0",
            "generator.background.width=65536", "generator.background.radius=1000",
        ] {
            _ = try Configuration.resolved(preset: .ffhq256, overrides: [text])
        }
    }

    @Test("numbers that are not finite are refused everywhere")
    func notFinite() {
        var configuration = solid()
        configuration.generator.nerf.density.scale = .nan
        configuration.generator.nerf.density.ballGain = .infinity
        configuration.generator.nerf.density.ballRadius = .nan
        configuration.generator.background.radius = -.infinity
        let keys = problems { try configuration.validate() }
            .compactMap { $0.split(separator: "`").first.map(String.init) }
        #expect(
            keys == [
                "generator.nerf.density.scale", "generator.nerf.density.ballGain",
                "generator.nerf.density.ballRadius", "generator.background.radius",
            ])
    }

    @Test("a sphere and another background exclude each other", arguments: ["last", "white"])
    func twoBackgrounds(_ background: String) throws {
        let found = problems {
            _ = try Configuration.resolved(
                preset: .ffhq256,
                overrides: Self.overrides + ["camera.background=\(background)"])
        }
        #expect(found.count == 1)
        #expect(
            found.first?.hasPrefix(
                "`camera.background` on the command line is \"\(background)\"; it has to be "
                    + "\"none\" where there is a sphere behind the head") == true, "\(found)")
        var model = ModelConfiguration(solid())
        try model.validate()
        model.camera.background = .white
        #expect(problems { try model.validate() }.count == 1)
    }

    @Test("the sphere is counted once for a pixel")
    func operations() {
        let (plain, solid) = (GeneratorConfiguration(), solid().generator)
        for finePass in [false, true] {
            var camera = CameraConfiguration()
            camera.finePass = finePass
            // 3 · 64 + 64 · 64 + 64 · 32 multiply-adds, whatever the samples.
            #expect(
                solid.operationsPerPixel(camera: camera)
                    == plain.operationsPerPixel(camera: camera) + 2 * (192 + 4_096 + 2_048))
        }
    }
}
