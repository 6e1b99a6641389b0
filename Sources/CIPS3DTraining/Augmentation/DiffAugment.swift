import CIPS3DModel
import Torch

/// Changes of images through which gradient flows, the same for photographs and generated images.
///
///     color        x + b;  mean_c + s (x - mean_c);  mean + c (x - mean)
///     translation  moved by up to an eighth of the side, 0 where nothing is
///     cutout       0 in a square of a fifth of the side
///
/// Means are over a pixel's channels and over the image. 0 is grey.
///
/// Source: Zhao et al., DiffAugment (arXiv:2006.10738); the side of the square is CIPS-3D's.
package enum DiffAugment {
    /// Images move by up to this part of their side.
    static let translationPart = 8

    /// Pixels on a side of the square without a picture.
    static func cutoutSide(_ size: Int) -> Int { max(1, Int((0.2 * Double(size)).rounded())) }

    /// Changes images.
    ///
    /// - Parameters:
    ///   - images: `[B, 3, S, S]`.
    ///   - draws: For B images of this size.
    /// - Returns: The same shape.
    package static func apply(_ images: Tensor, _ draws: AugmentationDraws) -> Tensor {
        var x = images
        if let color = draws.color { x = colored(x, color) }
        if let translation = draws.translation { x = translated(x, translation) }
        if let cutout = draws.cutout { x = x * mask(cutout, like: x) }
        return x
    }

    private static func colored(_ images: Tensor, _ draws: AugmentationDraws.Color) -> Tensor {
        let factor = { (values: [Double]) in
            Tensor(values, shape: [values.count, 1, 1, 1])
                .converted(to: images.type, on: images.device)
        }
        var x = images + factor(draws.brightness)
        let grey = x.mean(1, keepingAxes: true)
        x = interpolated(from: grey, to: x, factor(draws.saturation))
        return interpolated(from: x.mean(1, 2, 3, keepingAxes: true), to: x, factor(draws.contrast))
    }

    private static func interpolated(from a: Tensor, to b: Tensor, _ factor: Tensor) -> Tensor {
        (b - a) * factor + a
    }

    private static func translated(
        _ images: Tensor, _ moves: [AugmentationDraws.Place]
    ) -> Tensor {
        let size = images.size(-1)
        let most = moves.map { max(abs($0.row), abs($0.column)) }.max() ?? 0
        let padded = images.padded(left: most, right: most, top: most, bottom: most)
        let moved = moves.enumerated().map { image, move in
            padded.narrowed(0, image..<image + 1)
                .narrowed(2, most - move.row..<most - move.row + size)
                .narrowed(3, most - move.column..<most - move.column + size)
        }
        return Tensor.concatenated(moved, axis: 0)
    }

    /// 0 in each image's square, 1 elsewhere: `[B, 1, S, S]`.
    private static func mask(
        _ corners: [AugmentationDraws.Place], like images: Tensor
    ) -> Tensor {
        let (size, side) = (images.size(-1), cutoutSide(images.size(-1)))
        var values = [Float](repeating: 1, count: corners.count * size * size)
        for (image, corner) in corners.enumerated() {
            let columns = max(corner.column, 0)..<max(min(corner.column + side, size), 0)
            for row in max(corner.row, 0)..<max(min(corner.row + side, size), 0) {
                for column in columns { values[(image * size + row) * size + column] = 0 }
            }
        }
        return Tensor(values, shape: [corners.count, 1, size, size])
            .converted(to: images.type, on: images.device)
    }
}
