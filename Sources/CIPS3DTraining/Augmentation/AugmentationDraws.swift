import CIPS3DModel
import RunSettings
import Torch

/// Every random number of the augmentation of B images; nil where a change is left out.
package struct AugmentationDraws: Sendable {
    /// What happens to the colours of each image, `[B]` each.
    package struct Color: Sendable, Equatable {
        /// Added, in [-0.5, 0.5].
        package var brightness: [Double]
        /// Factor of the difference from a pixel's grey, in [0, 2].
        package var saturation: [Double]
        /// Factor of the difference from the image's mean, in [0.5, 1.5].
        package var contrast: [Double]
    }

    /// A place in an image, in pixels from the top left.
    package struct Place: Sendable, Equatable {
        /// Rows.
        package var row: Int
        /// Columns.
        package var column: Int
    }

    /// What happens to the colours.
    package var color: Color?
    /// How far each image moves down and to the right, `[B]`.
    package var translation: [Place]?
    /// The corner of each image's square without a picture, `[B]`; it may lie outside.
    package var cutout: [Place]?

    /// Draws for a batch.
    ///
    /// - Parameters:
    ///   - changes: What is asked for.
    ///   - random: The source.
    ///   - images: B.
    ///   - size: Pixels on a side.
    ///   - probability: Of each change of each image; nil changes all, and draws nothing for it.
    /// - Returns: The draws.
    package static func random(
        _ changes: [Augmentation], from random: RandomSource, images: Int, size: Int,
        probability: Double? = nil
    ) -> AugmentationDraws {
        var draws = AugmentationDraws()
        let uniform = { random.uniform([images]).array(of: Double.self) }
        let spared = { probability.map { limit in uniform().map { $0 >= limit } } }
        // In a fixed order, whatever the order of the setting.
        if changes.contains(.color) {
            draws.color = Color(
                brightness: uniform().map { $0 - 0.5 }, saturation: uniform().map { 2 * $0 },
                contrast: uniform().map { $0 + 0.5 })
            if let spared = spared() { draws.color?.spare(spared) }
        }
        let places = { (range: ClosedRange<Int>, none: Place) in
            let draw = { uniform().map { range.lowerBound + Int($0 * Double(range.count)) } }
            let drawn = zip(draw(), draw()).map { Place(row: $0, column: $1) }
            guard let spared = spared() else { return drawn }
            return zip(drawn, spared).map { $1 ? none : $0 }
        }
        if changes.contains(.translation) {
            let most = size / DiffAugment.translationPart
            draws.translation = places(-most...most, Place(row: 0, column: 0))
        }
        if changes.contains(.cutout) {
            let side = DiffAugment.cutoutSide(size)
            // Below the image.
            draws.cutout = places(-side / 2...size - side + side / 2, Place(row: size, column: 0))
        }
        return draws
    }
}

extension AugmentationDraws.Color {
    /// Leaves the colours of some images as they are.
    fileprivate mutating func spare(_ spared: [Bool]) {
        for image in spared.indices where spared[image] {
            (brightness[image], saturation[image], contrast[image]) = (0, 1, 1)
        }
    }
}

extension AugmentationDraws {
    /// The draws of the images at some places of the batch.
    func taking(_ places: [Int]) -> AugmentationDraws {
        AugmentationDraws(
            color: color.map { color in
                Color(
                    brightness: places.map { color.brightness[$0] },
                    saturation: places.map { color.saturation[$0] },
                    contrast: places.map { color.contrast[$0] })
            },
            translation: translation.map { all in places.map { all[$0] } },
            cutout: cutout.map { all in places.map { all[$0] } })
    }
}
