import CIPS3DNetworks
import Torch
import TorchNN

/// Recomputes the logits of both discriminators.
enum DiscriminatorVerification {
    /// Of the largest logit; rounding moves them by a tenth of it.
    static let tolerance = 2e-5

    static func compare(_ record: RecordedComputation) throws -> [VerificationReport.Comparison] {
        let fade = try record.configuration.number("alpha")
        let parameters = ParameterStore()
        let discriminator = try record.configuration.discriminator(parameters)
        try record.load("weights/", into: parameters)
        let image = try record.input("input/image", [-1, 3, -1, -1])
        // Square, and both of one shape.
        let square = [image.size(0), 3, image.size(3), image.size(3)]
        _ = try record.input("input/image", square)
        let auxiliary = try record.input("input/aux", square)
        try record.configuration.checkEntrance(
            size: image.size(-1), images: image.size(0), of: discriminator)
        let recorded = try record.tensor("output/logits", [2 * image.size(0), 1])
        let logits = withoutGradient {
            discriminator(image, auxiliaryImages: auxiliary, fade: fade)
        }
        let scale = max(abs(recorded).maximum().item, .leastNormalMagnitude)
        return [.init("output/logits", logits, recorded, largest: tolerance * scale)]
    }
}
