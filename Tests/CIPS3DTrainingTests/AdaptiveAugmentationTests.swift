import CIPS3DModel
import CIPS3DTraining
import Foundation
import RunSettings
import Testing
import Torch

@Suite("Adaptive augmentation")
struct AdaptiveAugmentationTests {
    private var training: TrainingConfiguration {
        var training = TrainingConfiguration()
        training.batchSize = 10
        training.augmentation = [.color]
        training.augmentationTarget = 0.6
        // Four steps of 10 images are a tenth of the way.
        training.augmentationKimg = 0.4
        return training
    }

    @Test("it rises every fourth step while the mean sign is above the target, and falls below it")
    func direction() {
        var state = AdaptiveAugmentation()
        let add = { (signs: [Double]) in
            signs.map { sign -> Double in
                state.add(sign: sign, training)
                return state.probability
            }
        }
        // Means 0.7 and then 0.5; sums of tenths round.
        let seen = add([1, 0.4, 0.4, 1]) + add([1, 1, 1, 1]) + add([0.5, 0.5, 0.5, 0.5])
        let expected = [0, 0, 0, 0.1, 0.1, 0.1, 0.1, 0.2, 0.2, 0.2, 0.2, 0.1]
        #expect(zip(seen, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test("it stays between 0 and 1, and does nothing without a target")
    func bounds() {
        var state = AdaptiveAugmentation()
        for _ in 0..<8 { state.add(sign: -1, training) }
        #expect(state.probability == 0)
        for _ in 0..<48 { state.add(sign: 1, training) }
        #expect(state.probability == 1)
        var fixed = AdaptiveAugmentation()
        var without = training
        without.augmentationTarget = 0
        for _ in 0..<8 { fixed.add(sign: 1, without) }
        #expect(fixed == AdaptiveAugmentation())
    }

    @Test("images are spared as often as the probability says, each change for itself")
    func share() throws {
        let count = 20_000
        let draws = AugmentationDraws.random(
            [.color, .translation, .cutout], from: RandomSource(seed: 3), images: count, size: 32,
            probability: 0.3)
        let color = try #require(draws.color)
        let isColored = color.saturation.map { $0 != 1 }
        let isCut = try #require(draws.cutout).map { $0.row < 32 }
        // Five standard deviations of a share of 0.3, and of 0.09, in 20,000.
        let share = { (flags: [Bool]) in Double(flags.filter { $0 }.count) / Double(count) }
        #expect(abs(share(isColored) - 0.3) < 0.0162)
        #expect(abs(share(isCut) - 0.3) < 0.0162)
        #expect(abs(share(zip(isColored, isCut).map { $0 && $1 }) - 0.09) < 0.0102)
    }

    @Test("at 0 images stay as they are, and at 1 all are changed", arguments: [0.0, 1.0])
    func ends(probability: Double) {
        let images = RandomSource(seed: 1).uniform([6, 3, 16, 16]) * 2 - 1
        let draws = AugmentationDraws.random(
            [.color, .translation, .cutout], from: RandomSource(seed: 2), images: 6, size: 16,
            probability: probability)
        let changed = DiffAugment.apply(images, draws)
        let difference = abs(changed - images).array()
        // Colours go through their mean and back: a rounding of numbers up to 1.
        let isChanged = (0..<6).map { image in
            difference[image * 768..<(image + 1) * 768].contains { $0 > 1e-6 }
        }
        #expect(isChanged == Array(repeating: probability == 1, count: 6))
    }

    @Test("without an adaptive target nothing is drawn for it")
    func sameDraws() {
        let (plain, other) = (RandomSource(seed: 4), RandomSource(seed: 4))
        _ = AugmentationDraws.random([.color], from: plain, images: 3, size: 16)
        _ = other.uniform([3])
        _ = other.uniform([3])
        _ = other.uniform([3])
        #expect(plain.state.array(of: UInt8.self) == other.state.array(of: UInt8.self))
    }

    @Test("a target without changes to adapt is refused")
    func refused() {
        #expect(throws: ConfigurationError.self) {
            _ = try Configuration.resolved(
                preset: .faces32,
                overrides: ["training.augmentation=[]", "training.augmentationTarget=0.6"])
        }
    }
}
