import CIPS3DModel
import CIPS3DNetworks
import CIPS3DTraining
import FileTesting
import Foundation
import RunSettings
import SafeTensors
import Testing
import Torch

/// Batches that are looked at in parts.
@Suite("Parts of a batch")
struct BatchSplitTests {
    @Test("every image is in one part, and groups stay together", arguments: [0, 1, 2, 4])
    func groups(group: Int) {
        for most in 1...16 {
            let split = BatchSplit(16, group: group, most: most)
            #expect(split.places.sorted() == Array(0..<16))
            #expect(split.parts.first?.lowerBound == 0 && split.parts.last?.upperBound == 16)
            #expect(split.parts.allSatisfy { $0.count <= max(most, group) })
            let groups = 16 / max(1, group)
            for part in split.parts {
                let members = Dictionary(grouping: split.places[part]) { $0 % groups }
                #expect(members.values.allSatisfy { $0.count == max(1, group) })
                // In a part, too, image i belongs to group i mod (images / group).
                let inPart = part.count / max(1, group)
                let places = Array(split.places[part])
                for (index, place) in places.enumerated() {
                    #expect(place % groups == places[index % inPart] % groups)
                }
            }
        }
        #expect(BatchSplit(16, group: group, most: 16) == BatchSplit(whole: 16))
    }

    /// What a step measures, and the gradients that it learns from: Adam's mean without momentum, and the
    /// discriminators' moments of photographs.
    private func stepped(
        _ network: String, _ configuration: Configuration, most: Int, in folder: TemporaryFolder
    ) throws -> (numbers: [Double], tensors: [String: [Float]]) {
        let adversaries = TinyTraining.adversaries(seed: 3, configuration: configuration)
        let (random, count) = (RandomSource(seed: 4), 8)
        let split = BatchSplit(
            count, group: configuration.discriminator.deviationGroup, most: most)
        let inputs = GeneratorInputs.random(
            for: adversaries.generator, from: random, images: count, size: 16, densityNoise: 0.5
        ).taking(split.places)
        let preparation = ImagePreparation.random(
            [.color, .translation, .cutout], blur: 0.8, from: random, images: count, size: 16,
            includesPhotographs: true
        ).taking(split.places)
        let order = Tensor(split.places.map(Int64.init), shape: [count])
        let real = (random.uniform([count, 3, 16, 16]) * 2 - 1).taking(order, axis: 0)
        let pixels = random.permutation(256).narrowed(0, 0..<100)
        var numbers: [Double] = []
        if network == "discriminator" {
            let judged = try adversaries.stepDiscriminator(
                real: real, inputs: inputs, preparation: preparation, r1Weight: 5, viewWeight: 2,
                split: split)
            numbers = [
                judged.loss, judged.gradientNorm, judged.realLogit, judged.fakeLogit,
                judged.realSign, judged.penalty ?? 0, judged.viewPenalty ?? 0,
            ]
        } else {
            let made = try adversaries.stepGenerator(
                inputs: inputs, size: 16, gradientPixels: pixels, preparation: preparation,
                viewWeight: 2, split: split)
            numbers = [made.loss, made.gradientNorm, made.fakeLogit, made.viewPenalty ?? 0]
        }
        let file = folder.file("\(network)-\(most).safetensors")
        try Snapshot.write(TrainingProgress(), adversaries: adversaries, random: random, to: file)
        let snapshot = try SafeTensorsFile(contentsOf: file)
        let names = snapshot.names.filter {
            $0.hasPrefix("adam/\(network)/") && $0.hasSuffix(".mean") || $0.contains("/moments.")
        }
        return (numbers, try names.reduce(into: [:]) { $0[$1] = try snapshot.tensor($1).array() })
    }

    @Test(
        "gradients, losses and moments of the parts are those of the whole",
        arguments: [DiscriminatorConfiguration.Kind.styleGAN2, .projected],
        ["discriminator", "generator"])
    func equal(kind: DiscriminatorConfiguration.Kind, network: String) throws {
        var configuration = kind == .projected ? TinyTraining.projected : TinyTraining.configuration
        configuration.discriminator.deviationGroup = 2
        if kind == .projected { configuration.discriminator.projected.momentWeight = 3 }
        configuration.training.viewWeight = 2
        let folder = try TemporaryFolder()
        let whole = try stepped(network, configuration, most: 8, in: folder)
        for most in [2, 4, 5] {
            let parts = try stepped(network, configuration, most: most, in: folder)
            // Sums of single precision in another order.
            for (a, b) in zip(whole.numbers, parts.numbers) {
                #expect(abs(a - b) < 1e-4 * max(abs(a), 0.01))
            }
            #expect(!whole.tensors.isEmpty)
            for (name, a) in whole.tensors {
                let b = try #require(parts.tensors[name])
                let norm = { (x: [Float]) in x.map { $0 * $0 }.reduce(0, +).squareRoot() }
                #expect(norm(zip(a, b).map { $0 - $1 }) <= 2e-4 * norm(a) + 1e-7, "\(name)")
            }
        }
    }
}
