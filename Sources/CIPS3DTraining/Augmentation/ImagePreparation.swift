import CIPS3DModel
import CIPS3DNetworks
import RunSettings
import Torch

/// What photographs and generated images go through before they are judged, with every random number: a
/// blur, then DiffAugment.
package struct ImagePreparation: Sendable {
    /// Deviation of the blur, in pixels.
    private let blur: Double
    /// For the photographs; nil leaves them as they are.
    private let ofPhotographs: AugmentationDraws?
    /// For the colours of generated images.
    private let ofColors: AugmentationDraws?
    /// For the auxiliary images.
    private let ofAuxiliaries: AugmentationDraws?

    /// Images stay as they are.
    package static let none = ImagePreparation(
        blur: 0, ofPhotographs: nil, ofColors: nil, ofAuxiliaries: nil)

    /// Draws for a step.
    ///
    /// - Parameters:
    ///   - changes: What is asked for; nothing draws nothing.
    ///   - blur: Deviation of the blur, in pixels.
    ///   - random: The source.
    ///   - images: B.
    ///   - size: Pixels on a side.
    ///   - probability: Of each change of each image; nil changes all.
    ///   - includesPhotographs: Whether the step looks at photographs.
    /// - Returns: The draws.
    package static func random(
        _ changes: [Augmentation], blur: Double = 0, from random: RandomSource, images: Int,
        size: Int, probability: Double? = nil, includesPhotographs: Bool
    ) -> ImagePreparation {
        guard !changes.isEmpty else {
            return ImagePreparation(
                blur: blur, ofPhotographs: nil, ofColors: nil, ofAuxiliaries: nil)
        }
        let draw = {
            AugmentationDraws.random(
                changes, from: random, images: images, size: size, probability: probability)
        }
        return ImagePreparation(
            blur: blur, ofPhotographs: includesPhotographs ? draw() : nil, ofColors: draw(),
            ofAuxiliaries: draw())
    }

    /// What the images at some places of the batch go through.
    ///
    /// - Parameter places: In the batch that was drawn for.
    /// - Returns: The same draws for those images.
    package func taking(_ places: some Sequence<Int>) -> ImagePreparation {
        let places = Array(places)
        return ImagePreparation(
            blur: blur, ofPhotographs: ofPhotographs?.taking(places),
            ofColors: ofColors?.taking(places), ofAuxiliaries: ofAuxiliaries?.taking(places))
    }

    /// Photographs as the discriminators see them.
    ///
    /// - Parameter images: `[B, 3, S, S]`.
    /// - Returns: The same shape.
    func photographs(_ images: Tensor) -> Tensor {
        prepared(images, ofPhotographs)
    }

    /// Generated images as the discriminators see them; gradient flows through.
    ///
    /// - Parameter images: B of them.
    /// - Returns: What is judged.
    func generated(_ images: JudgedImages) -> JudgedImages {
        .generated(
            color: prepared(images.color, ofColors),
            auxiliary: prepared(images.auxiliary ?? images.color, ofAuxiliaries))
    }

    private func prepared(_ images: Tensor, _ draws: AugmentationDraws?) -> Tensor {
        let blurred = GaussianBlur.apply(images, deviation: blur)
        return draws.map { DiffAugment.apply(blurred, $0) } ?? blurred
    }
}
