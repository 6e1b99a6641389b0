import CIPS3DModel
import RunSettings

/// How much memory a run may take.
package struct MemoryLimit: Sendable, Equatable {
    /// Bytes.
    package let bytes: Int

    /// A limit.
    ///
    /// - Parameter bytes: At least 1.
    package init(bytes: Int) { self.bytes = bytes }

    /// A number with a unit, as in `8G`, `512M`, `1.5GiB`; nil where the text is none.
    ///
    /// - Parameter text: Units are powers of 1,024; small letters and `iB` or `B` behind them do not
    ///   matter.
    package init?(_ text: String) {
        let pattern = /([0-9]+(?:\.[0-9]+)?)([kmgt])(?:i?b)?/.ignoresCase()
        guard let match = text.wholeMatch(of: pattern), let number = Double(match.1) else {
            return nil
        }
        let powers: [Substring: Int] = ["k": 10, "m": 20, "g": 30, "t": 40]
        let unit = Double(1 << powers[Substring(match.2.lowercased()), default: 0])
        guard number * unit >= 1, number * unit < 1e18 else { return nil }
        bytes = Int(number * unit)
    }

    /// How many images of a stage may go through the networks together.
    ///
    /// - Parameters:
    ///   - stage: The stage.
    ///   - measured: What its steps take.
    ///   - photographs: Bytes of photographs in memory.
    /// - Returns: A multiple of the images that share a minibatch deviation.
    /// - Throws: ``MemoryLimitError`` where not even those fit.
    func imagesAtOnce(
        _ stage: StagePlan.Stage, _ measured: StepMeasurement, photographs: Int
    ) throws(MemoryLimitError) -> Int {
        let (batch, group) = (stage.configuration.training.batchSize, stage.group)
        let fits = { (count: Int) in
            measured.bytes(images: count) + Double(photographs) <= Double(bytes)
        }
        let most = Array(stride(from: group, through: batch, by: group)).last(where: fits)
        guard let most else {
            throw MemoryLimitError(
                stage: stage.index + 1, images: group,
                needed: measured.bytes(images: group) + Double(photographs))
        }
        return most
    }
}

/// A limit that no step of a stage fits into.
package struct MemoryLimitError: Error, Sendable, Equatable, CustomStringConvertible {
    let stage: Int
    let images: Int
    let needed: Double

    /// One sentence: what, how much, what to do.
    package var description: String {
        "A step of stage \(stage) takes about \(StageCost.bytes(needed)) with \(images) "
            + "\(images == 1 ? "image" : "images") at a time and its photographs in memory; allow as much "
            + "by --memory, or lower training.gradientPixelCount or training.cacheMegabytes."
    }
}
