import CIPS3DTraining
import FileTesting
import Foundation
import SafeTensors
import Testing
import Torch

@Suite("A snapshot")
struct SnapshotTests {
    private let folder: TemporaryFolder
    private let url: URL

    init() throws {
        folder = try TemporaryFolder()
        url = folder.file("1.safetensors")
    }

    /// Writes a snapshot of networks that have learned a little.
    private func write() throws -> (Adversaries, RandomSource, TrainingProgress) {
        let random = RandomSource(seed: 3)
        let adversaries = TinyTraining.adversaries(seed: 1)
        for _ in 0..<2 { try TinyTraining.step(adversaries, random) }
        var progress = TrainingProgress()
        (progress.steps, progress.images, progress.seconds) = (2, 8, 0.1)
        try Snapshot.write(progress, adversaries: adversaries, random: random, to: url)
        return (adversaries, random, progress)
    }

    @Test("everything comes back bit for bit, and training goes on alike")
    func roundTrip() throws {
        let (adversaries, random, progress) = try write()
        let (restored, restoredRandom) = (TinyTraining.adversaries(seed: 2), RandomSource(seed: 4))
        #expect(
            try Snapshot.read(url, into: restored, random: restoredRandom) == progress)
        let second = folder.file("2.safetensors")
        try Snapshot.write(progress, adversaries: restored, random: restoredRandom, to: second)
        #expect(try Data(contentsOf: url) == Data(contentsOf: second))

        try TinyTraining.step(adversaries, random)
        try TinyTraining.step(restored, restoredRandom)
        #expect(adversaries.generator.parameters.numbers == restored.generator.parameters.numbers)
        #expect(
            adversaries.generatorEMA.parameters.numbers
                == restored.generatorEMA.parameters.numbers)
        #expect(
            adversaries.discriminator.parameters.numbers
                == restored.discriminator.parameters.numbers)
    }

    @Test("it holds both networks, the average, the moments and the random state")
    func contents() throws {
        _ = try write()
        let names = try SafeTensorsFile(contentsOf: url).names
        for prefix in [
            "generator/", "average/", "discriminator/", "adam/generator/", "adam/discriminator/",
            "random/",
        ] {
            #expect(names.contains { $0.hasPrefix(prefix) })
        }
    }

    @Test("a file of another program, another size or without a tensor is refused")
    func strangers() throws {
        _ = try write()
        func refuse(_ file: URL) {
            #expect(throws: (any Error).self) {
                _ = try Snapshot.read(
                    file, into: TinyTraining.adversaries(seed: 2), random: RandomSource(seed: 4))
            }
        }
        let other = folder.file("other.safetensors")
        try SafeTensorsWriter().write(to: other)
        refuse(other)
        let whole = try SafeTensorsFile(contentsOf: url)
        for missing in [
            "random/draws", "average/siren.final_layer.bias",
            "adam/generator/siren.final_layer.bias.mean",
        ] {
            #expect(whole.names.contains(missing))
            try whole.copy(to: other, where: { $0 != missing })
            refuse(other)
        }
        var wider = TinyTraining.configuration
        wider.generator.nerf.width = 16
        #expect(throws: (any Error).self) {
            _ = try Snapshot.read(
                url, into: TinyTraining.adversaries(seed: 2, configuration: wider),
                random: RandomSource(seed: 4))
        }
    }

    @Test("counters below zero are refused")
    func negative() throws {
        let (adversaries, random, written) = try write()
        var progress = written
        progress.images = -8
        try Snapshot.write(progress, adversaries: adversaries, random: random, to: url)
        #expect(throws: SnapshotError.self) {
            _ = try Snapshot.read(url, into: adversaries, random: random)
        }
    }

    @Test("a file cut short anywhere is refused")
    func cutShort() throws {
        let (adversaries, random, _) = try write()
        let whole = try Data(contentsOf: url)
        for length in [0, 7, 100, whole.count / 2, whole.count - 1] {
            try whole.prefix(length).write(to: url)
            #expect(throws: (any Error).self) {
                _ = try Snapshot.read(url, into: adversaries, random: random)
            }
        }
    }
}
