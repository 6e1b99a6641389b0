import Foundation
import SafeTensors
import Torch
import TorchNN

/// Everything that a run needs to go on as if it had never stopped.
///
/// One safetensors file: both networks, the moving average, Adam's moments and the random state as
/// tensors; how far the run is as metadata. The place in the data follows from the images seen.
package enum Snapshot {
    private static let format = "cips3d-snapshot-1"

    /// Writes a snapshot, whole or not at all.
    ///
    /// - Parameters:
    ///   - progress: How far the run is.
    ///   - adversaries: Networks, average and moments.
    ///   - random: The source of the draws.
    ///   - url: The file.
    /// - Throws: `AtomicFileError` or `SafeTensorsError`; an older file of the name stays.
    package static func write(
        _ progress: TrainingProgress, adversaries: Adversaries, random: RandomSource, to url: URL
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let encoded = try encoder.encode(progress)
        var writer = SafeTensorsWriter(metadata: [
            "format": format, "progress": String(decoding: encoded, as: UTF8.self),
        ])
        for (prefix, store) in stores(adversaries) { store.add(to: &writer, prefix: prefix) }
        for (name, tensor) in optimizerState(adversaries) { writer.add(name, tensor) }
        writer.add("random/draws", random.state)
        try writer.write(to: url)
    }

    /// How far a run was, which says the networks that its tensors belong to.
    ///
    /// - Parameter url: The file.
    /// - Returns: The progress.
    /// - Throws: A sentence about what is wrong with the file.
    static func progress(_ url: URL) throws -> TrainingProgress {
        try progress(in: SafeTensorsFile(contentsOf: url), url)
    }

    private static func progress(
        in file: SafeTensorsFile, _ url: URL
    ) throws -> TrainingProgress {
        guard file.metadata["format"] == format, let text = file.metadata["progress"],
            let progress = try? JSONDecoder().decode(
                TrainingProgress.self, from: Data(text.utf8)),
            progress.steps >= 0, progress.images >= 0, progress.stage >= 0
        else {
            throw SnapshotError(file: url.path, problem: "it is not a snapshot of this program")
        }
        return progress
    }

    /// Restores a snapshot into networks of the same sizes.
    ///
    /// The place in the random numbers cannot be carried from one kind of device to another: there
    /// the source stays as it is.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - adversaries: Overwritten; after an error they may hold a part of the file.
    ///   - random: The source of the draws.
    /// - Returns: How far the run was.
    /// - Throws: A sentence about what is wrong with the file.
    package static func read(
        _ url: URL, into adversaries: Adversaries, random: RandomSource
    ) throws -> TrainingProgress {
        let file = try SafeTensorsFile(contentsOf: url)
        let progress = try progress(in: file, url)
        let optimizers = optimizerState(adversaries)
        for (name, tensor) in optimizers where file.entries[name]?.shape != tensor.shape {
            throw SnapshotError(file: url.path, problem: "\(name) is missing or misshapen")
        }
        let state = try file.tensor("random/draws")
        // The networks' own load checks all names and shapes of each before it writes.
        for (prefix, store) in stores(adversaries) { try store.load(from: file, prefix: prefix) }
        for (name, tensor) in optimizers { tensor.copy(from: try file.tensor(name)) }
        if state.shape == random.state.shape { try random.restore(state) }
        return progress
    }

    /// Takes over what another run learned, from its newest snapshot that can be read.
    ///
    /// - Parameters:
    ///   - folder: The other run.
    ///   - adversaries: Overwritten: generator and average, and of the rest whatever has the same name
    ///     and shape.
    /// - Throws: ``RunFolderError`` where there is no snapshot that can be read.
    static func readNewest(of folder: RunFolder, into adversaries: Adversaries) throws {
        for url in folder.snapshots {
            guard let file = try? SafeTensorsFile(contentsOf: url),
                file.metadata["format"] == format,
                (try? adversaries.generator.parameters.load(from: file, prefix: "generator/"))
                    != nil,
                (try? adversaries.generatorEMA.parameters.load(from: file, prefix: "average/"))
                    != nil
            else { continue }
            try takeOver(adversaries) { name, shape in
                file.entries[name]?.shape == shape ? try file.tensor(name) : nil
            }
            return
        }
        throw RunFolderError.noValidSnapshot(folder.url.path)
    }

    /// Takes over what other networks learned: those of the stage before.
    ///
    /// - Parameters:
    ///   - earlier: Of the same generator.
    ///   - adversaries: Overwritten like those of `readNewest`.
    static func takeOver(_ earlier: Adversaries, into adversaries: Adversaries) {
        adversaries.generator.parameters.copyValues(from: earlier.generator.parameters)
        adversaries.generatorEMA.parameters.copyValues(from: earlier.generatorEMA.parameters)
        let learned = Dictionary(
            uniqueKeysWithValues: (judges(earlier) + moments(earlier)).joined().map { ($0, $1) })
        takeOver(adversaries) { name, shape in
            learned[name].flatMap { $0.shape == shape ? $0 : nil }
        }
    }

    /// Overwrites discriminators and moments, group by group, where a group is there as a whole.
    private static func takeOver(
        _ adversaries: Adversaries,
        from learned: (_ name: String, _ shape: [Int]) throws -> Tensor?
    ) rethrows {
        for group in judges(adversaries) + moments(adversaries) {
            let found = try group.compactMap { try learned($0.name, $0.tensor.shape) }
            guard found.count == group.count else { continue }
            for (mine, theirs) in zip(group, found) { mine.tensor.copy(from: theirs) }
        }
    }

    /// Networks, average and moments, in a fixed order.
    static func tensors(_ adversaries: Adversaries) -> [Tensor] {
        stores(adversaries).flatMap(\.1.tensors) + optimizerState(adversaries).map(\.tensor)
    }

    /// Bytes of the tensors of a snapshot.
    static func byteCount(_ adversaries: Adversaries) -> Int {
        tensors(adversaries).map { $0.count * $0.type.byteCount }.reduce(0, +)
    }

    private static func stores(_ adversaries: Adversaries) -> [(String, ParameterStore)] {
        [
            ("generator/", adversaries.generator.parameters),
            ("average/", adversaries.generatorEMA.parameters),
            ("discriminator/", adversaries.discriminator.parameters),
        ]
    }

    /// The discriminators' tensors, each a group of its own.
    private static func judges(
        _ adversaries: Adversaries
    ) -> [[(name: String, tensor: Tensor)]] {
        let judges = adversaries.discriminator.parameters
        return zip(judges.paths, judges.tensors).map { [("discriminator/" + $0, $1)] }
    }

    private static func optimizerState(
        _ adversaries: Adversaries
    ) -> [(name: String, tensor: Tensor)] {
        moments(adversaries).flatMap { $0 }
    }

    /// What Adam keeps of each parameter: a number of steps without its means would undo their
    /// correction.
    private static func moments(
        _ adversaries: Adversaries
    ) -> [[(name: String, tensor: Tensor)]] {
        [
            ("adam/generator/", adversaries.generatorOptimizer),
            ("adam/discriminator/", adversaries.discriminatorOptimizer),
        ].flatMap { prefix, optimizer in
            optimizer.state.map { $0.map { (prefix + $0.name, $0.tensor) } }
        }
    }
}

/// A snapshot that cannot be gone on from.
package struct SnapshotError: Error, Sendable, Equatable, CustomStringConvertible {
    let file: String
    let problem: String

    /// What is wrong with the file.
    package var description: String { "The snapshot \(file) cannot be used: \(problem)." }
}
