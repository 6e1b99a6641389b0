import CIPS3DModel
import Torch

/// One shape and one appearance for each image, after the mapping networks.
public struct Styles {
    /// What the NeRF is modulated by, `[B, nerf.styleWidth]`.
    public var shape: Tensor
    /// What the INR is modulated by, `[B, inr.styleWidth]`.
    public var appearance: Tensor

    /// Given styles.
    ///
    /// - Parameters:
    ///   - shape: `[B, nerf.styleWidth]`.
    ///   - appearance: `[B, inr.styleWidth]`.
    public init(shape: Tensor, appearance: Tensor) {
        (self.shape, self.appearance) = (shape, appearance)
    }

    /// Pulls styles towards their mean: `mean + psi (w - mean)`.
    ///
    /// - Parameters:
    ///   - truncation: How far to keep them from the mean.
    ///   - mean: Mean styles, B = 1.
    /// - Returns: Styles nearer the mean.
    public func truncated(_ truncation: Truncation, mean: Styles) -> Styles {
        guard truncation.psi != 1 else { return self }
        return Styles(
            shape: mean.shape + truncation.psi * (shape - mean.shape),
            appearance: mean.appearance + truncation.psi * (appearance - mean.appearance))
    }

    /// The styles of some images.
    ///
    /// - Parameter range: Which images.
    /// - Returns: Views.
    public func narrowed(_ range: Range<Int>) -> Styles {
        Styles(shape: shape.narrowed(0, range), appearance: appearance.narrowed(0, range))
    }
}
