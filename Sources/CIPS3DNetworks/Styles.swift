import CIPS3DModel
import Torch

/// One shape and one appearance for each image, after the mapping networks.
package struct Styles {
    /// What the NeRF is modulated by, `[B, nerf.styleWidth]`.
    package var shape: Tensor
    /// What the INR is modulated by, `[B, inr.styleWidth]`.
    package var appearance: Tensor
    /// What blocks of the INR are modulated by in its place, by index, `[B, inr.styleWidth]`.
    package var mixed: [Int: Tensor] = [:]

    /// Given styles.
    ///
    /// - Parameters:
    ///   - shape: `[B, nerf.styleWidth]`.
    ///   - appearance: `[B, inr.styleWidth]`.
    package init(shape: Tensor, appearance: Tensor) {
        (self.shape, self.appearance) = (shape, appearance)
    }

    /// Pulls styles towards their mean: `mean + psi (w - mean)`.
    ///
    /// - Parameters:
    ///   - truncation: How far to keep them from the mean.
    ///   - mean: Mean styles, B = 1.
    /// - Returns: Styles nearer the mean.
    package func truncated(_ truncation: Truncation, mean: Styles) -> Styles {
        guard truncation.psi != 1 else { return self }
        var result = mean.moved(to: self, by: truncation.psi)
        result.mixed = mixed.mapValues {
            mean.appearance + truncation.psi * ($0 - mean.appearance)
        }
        return result
    }

    /// Styles on the straight line to others: `w + share (w' - w)`; none are mixed.
    ///
    /// - Parameters:
    ///   - target: The styles at 1.
    ///   - share: Where on the line.
    /// - Returns: The styles there.
    package func moved(to target: Styles, by share: Double) -> Styles {
        Styles(
            shape: shape + share * (target.shape - shape),
            appearance: appearance + share * (target.appearance - appearance))
    }

    /// The styles of some images.
    ///
    /// - Parameter range: Which images.
    /// - Returns: Views.
    package func narrowed(_ range: Range<Int>) -> Styles {
        var result = Styles(
            shape: shape.narrowed(0, range), appearance: appearance.narrowed(0, range))
        result.mixed = mixed.mapValues { $0.narrowed(0, range) }
        return result
    }
}
