import CIPS3DModel
import FileTesting
import Foundation
import ImageFiles
import RunSettings
import SafeTensors
import Testing

/// A folder with photographs, a tiny configuration and a place for a run; deleted in the end.
struct TrainingScene {
    private let folder: TemporaryFolder
    let data: URL
    let run: URL
    let configuration: URL
    let logs: URL
    var url: URL { folder.url }

    init(photographs: Int = 6) throws {
        folder = try TemporaryFolder()
        (data, run, logs) = (folder.file("data"), folder.file("run"), folder.file("logs"))
        configuration = folder.file("tiny.json")
        for made in [data, logs] {
            try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
        }
        for number in 0..<photographs { try addPhotograph("\(number).png", number: number) }
        try Self.tiny.encodedJSON().write(to: configuration)
    }

    /// A training whose steps take milliseconds.
    private static var tiny: Configuration {
        var tiny = Configuration.faces32
        tiny.training.stages = []
        (tiny.generator.shapeLatentWidth, tiny.generator.appearanceLatentWidth) = (8, 8)
        tiny.generator.nerf.width = 8
        tiny.generator.inr.styleWidth = 8
        tiny.generator.inr.width = 8
        tiny.generator.background.width = 8
        tiny.camera.samplesPerRay = 3
        // The kind that needs no weights from elsewhere.
        tiny.discriminator.kind = .styleGAN2
        tiny.discriminator.mainChannels = [4, 4, 4]
        tiny.discriminator.auxiliaryChannels = [4, 4, 4]
        tiny.training.imageSize = 16
        tiny.training.batchSize = 4
        return tiny
    }

    /// Writes a photograph of one colour with a gradient.
    func addPhotograph(_ name: String, number: Int = 0, side: Int = 16) throws {
        let pixels = (0..<side * side * 3).map { UInt8(truncatingIfNeeded: $0 / 3 + number * 40) }
        try Image(width: side, height: side, pixels: pixels)
            .writePNG(to: data.appendingPathComponent(name))
    }

    /// Options that begin a run, and those that are given.
    func beginning(_ options: String...) -> [String] {
        [
            "--data", data.path, "--preset", "faces-32", "--config", configuration.path, "--out",
            run.path, "--threads", "1",
        ] + options
    }

    /// Options that go on with it.
    func resuming(_ options: String...) -> [String] {
        ["--resume", run.path, "--threads", "1"] + options
    }

    /// Trains to the end.
    @discardableResult
    func train(_ options: [String], shell: String? = nil) throws -> (status: Int32, output: String)
    {
        let process =
            try shell.map { try TrainProcess(options, in: self, shell: $0) }
            ?? TrainProcess(options, in: self)
        return (process.finish(), process.output)
    }

    /// The run's snapshots, the newest first.
    var snapshots: [URL] {
        let folder = run.appendingPathComponent("snapshots")
        return names(in: folder).filter { $0.hasSuffix(".safetensors") }.reversed()
            .map { folder.appendingPathComponent($0) }
    }

    /// Images that the newest snapshot has seen, by its name.
    var images: Int {
        let name = snapshots.first?.deletingPathExtension().lastPathComponent ?? ""
        return Int(name.replacing(".", with: "")) ?? -1
    }

    /// Everything in a folder, hidden files included.
    func names(in folder: URL) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    /// Files that were begun and not put in place, anywhere in the run's folder.
    var unfinished: [String] {
        let all = FileManager.default.enumerator(atPath: run.path)
        return (all?.compactMap { $0 as? String } ?? []).filter {
            ($0 as NSString).lastPathComponent.hasPrefix(".")
        }
    }

    /// The bytes of every tensor in the newest snapshot.
    func newestContents() throws -> [String: Data] {
        try Self.contents(of: #require(snapshots.first))
    }

    /// The bytes of every tensor in a file.
    static func contents(of url: URL) throws -> [String: Data] {
        let file = try SafeTensorsFile(contentsOf: url)
        return try file.names.reduce(into: [:]) { all, name in
            all[name] = try file.withUnsafeBytes(of: name) { Data($0) }
        }
    }
}
