import CIPS3DModel
import CIPS3DNetworks
import CIPS3DTraining
import Foundation
import RunSettings
import SafeTensors
import Testing

@Suite("A start from what was learned")
struct TrainingStartTests {
    private let scene: RunScene

    init() throws { scene = try RunScene() }

    /// A run of five steps.
    private func train(_ configuration: Configuration = TinyTraining.configuration) throws {
        _ = try scene.begin("old", images: 20, configuration: configuration).run()
    }

    /// Expects every tensor of a run that has just begun from another to be taken over from there, or
    /// to be what the run begins with otherwise.
    private func expectOrigins(
        _ configuration: Configuration, _ isTaken: (_ name: String) throws -> Bool
    ) throws {
        try scene.begin("new", configuration: configuration, from: scene.folder("old").url)
        try scene.begin("anew", configuration: configuration)
        let (new, old, anew) = try (
            scene.newest("new"), scene.newest("old"), scene.newest("anew")
        )
        #expect(Set(new.keys) == Set(anew.keys))
        for (name, numbers) in new {
            let expected = try isTaken(name) ? old[name] : anew[name]
            #expect(numbers == expected, "\(name)")
        }
    }

    @Test("a model gives generator and average; everything else begins anew")
    func model() throws {
        try train()
        try scene.begin("new", from: scene.folder("old").modelURL)
        try scene.begin("anew")
        let weights = try SafeTensorsFile(
            contentsOf: ModelFolder(url: scene.folder("old").modelURL).weightsURL
        ).contents()
        let (new, anew) = try (scene.newest("new"), scene.newest("anew"))
        for (name, numbers) in weights {
            #expect(new["generator/" + name] == numbers && new["average/" + name] == numbers)
        }
        #expect(weights["siren.final_layer.weight"] != anew["generator/siren.final_layer.weight"])
        let others = new.filter {
            !$0.key.hasPrefix("generator/") && !$0.key.hasPrefix("average/")
        }
        #expect(others.count + 2 * weights.count == new.count)
        for (name, numbers) in others { #expect(anew[name] == numbers, "\(name)") }
    }

    @Test("a run gives networks, average and moments, and the new run counts and draws from 0")
    func run() throws {
        try train()
        try expectOrigins(TinyTraining.configuration) { $0 != "random/draws" }
        #expect(scene.folder("new").snapshots.first == scene.folder("new").snapshotURL(images: 0))
        let run = try scene.begin("further", images: 8, from: scene.folder("old").url)
        #expect(try run.run().steps == 2)
    }

    @Test("a run with projected discriminators gives them too")
    func projected() throws {
        try train(TinyTraining.projected)
        try expectOrigins(TinyTraining.projected) { $0 != "random/draws" }
    }

    @Test(
        "at another image size the generator goes on, and of the discriminators what has its shape")
    func imageSize() throws {
        try train()
        var larger = TinyTraining.configuration
        larger.training.imageSize = 32
        larger.discriminator.mainChannels = [8, 8, 8, 8]
        larger.discriminator.auxiliaryChannels = [4, 4, 4, 4]
        try expectOrigins(larger) { name in
            name != "random/draws" && !name.contains("_disc.conv_in.32.")
                && !name.contains("_disc.convs.32.")
        }
        // It would prove nothing if the larger ones had no tensors of their own.
        #expect(
            try scene.folder("new").newestSnapshot().names.contains {
                $0.contains("_disc.convs.32.")
            })
        let run = try scene.begin(
            "further", configuration: larger, from: scene.folder("old").url)
        #expect(try run.run().steps == 1)
    }

    @Test("where the discriminators are of the other kind, they and their moments begin anew")
    func otherKind() throws {
        try train()
        try expectOrigins(TinyTraining.projected) {
            $0.hasPrefix("generator/") || $0.hasPrefix("average/")
                || $0.hasPrefix("adam/generator/")
        }
    }

    @Test("what has another shape begins anew, with its moments and its count of steps")
    func otherShapes() throws {
        try train()
        var wider = TinyTraining.configuration
        wider.discriminator.mainChannels = [8, 8, 6]
        try scene.begin("anew", configuration: wider)
        let (old, anew) = try (
            scene.folder("old").newestSnapshot(), scene.folder("anew").newestSnapshot()
        )
        let shape = { (file: SafeTensorsFile, name: String) in file.entries[name]?.shape }
        try FileManager.default.removeItem(at: scene.folder("anew").url)
        try expectOrigins(wider) { name in
            // A tensor of Adam belongs to the parameter of its name.
            let part = name.split(separator: "/").last.map(String.init) ?? ""
            let parameter =
                name.hasPrefix("adam/discriminator/")
                ? "discriminator/" + part.split(separator: ".").dropLast().joined(separator: ".")
                : name
            return name != "random/draws" && shape(old, parameter) == shape(anew, parameter)
        }
        #expect(
            old.names.contains {
                $0.hasPrefix("discriminator/") && shape(old, $0) != shape(anew, $0)
            })
    }

    @Test("a newest snapshot that cannot be read is passed over; without any the start is refused")
    func damaged() throws {
        var configuration = TinyTraining.configuration
        configuration.training.snapshotMinutes = 1e-9
        try train(configuration)
        let snapshots = scene.folder("old").snapshots
        #expect(snapshots.count == RunFolder.keptSnapshots)
        let second = try SafeTensorsFile(contentsOf: snapshots[1]).contents()
        let whole = try Data(contentsOf: snapshots[0])
        try whole.dropLast(1).write(to: snapshots[0])
        try scene.begin("new", configuration: configuration, from: scene.folder("old").url)
        let new = try scene.newest("new")
        for (name, numbers) in second where name != "random/draws" {
            #expect(new[name] == numbers, "\(name)")
        }
        for url in snapshots { try whole.prefix(99).write(to: url) }
        #expect(throws: RunFolderError.noValidSnapshot(scene.folder("old").url.path)) {
            _ = try scene.begin(
                "other", configuration: configuration, from: scene.folder("old").url)
        }
        #expect(try !scene.parent.names().contains("other"))
    }

    @Test("a generator of other sizes is refused in a sentence, and nothing is written")
    func otherSizes() throws {
        try train()
        var wider = TinyTraining.configuration
        wider.generator.nerf.width = 16
        for start in [scene.folder("old").url, scene.folder("old").modelURL] {
            let error = try #require(throws: TrainingStartError.self) {
                _ = try scene.begin("new", configuration: wider, from: start)
            }
            #expect(error.description.hasPrefix("\(start.path) has a generator of other sizes"))
            #expect(error.description.contains("leave out the settings generator.*"))
            #expect(!error.description.contains("\n"))
            #expect(try !scene.parent.names().contains("new"))
        }
    }

    @Test("it brings along the sizes of its generator")
    func configuration() throws {
        try train()
        let start = try TrainingStart(contentsOf: scene.folder("old").url)
        #expect(start.configuration == ModelConfiguration(TinyTraining.configuration))
        let model = try TrainingStart(contentsOf: scene.folder("old").modelURL)
        #expect(model.configuration == start.configuration)
        let resolved = try Configuration.resolved(
            preset: .faces64, start: start.configuration)
        #expect(resolved.generator == TinyTraining.configuration.generator)
    }

    @Test("what is neither a model nor a run is refused in a sentence")
    func neither() throws {
        let missing = scene.parent.file("missing")
        #expect(throws: ModelFolderError.missing(missing.path)) {
            _ = try TrainingStart(contentsOf: missing)
        }
        let file = scene.parent.file("file")
        try Data("x".utf8).write(to: file)
        #expect(throws: ModelFolderError.notAFolder(file.path)) {
            _ = try TrainingStart(contentsOf: file)
        }
        #expect(throws: ModelFolderError.noConfiguration(scene.data.path)) {
            _ = try TrainingStart(contentsOf: scene.data)
        }
        try train()
        try Data("{".utf8).write(to: scene.folder("old").configurationURL)
        #expect(throws: ConfigurationError.self) {
            _ = try TrainingStart(contentsOf: scene.folder("old").url)
        }
        // A model without its weights is found out before anything is written.
        let model = ModelFolder(url: scene.folder("old").modelURL)
        try FileManager.default.removeItem(at: model.weightsURL)
        #expect(throws: SafeTensorsError.self) { _ = try scene.begin("new", from: model.url) }
        #expect(try !scene.parent.names().contains("new"))
    }
}
