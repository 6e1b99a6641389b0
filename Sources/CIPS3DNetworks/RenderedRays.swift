import Torch

/// What rays see.
package struct RenderedRays {
    /// RGB in [-1, 1], painted by the INR, `[B, R, 3]`.
    package let color: Tensor
    /// RGB in [-1, 1], read straight off the NeRF's feature, `[B, R, 3]`.
    package let auxiliary: Tensor
    /// Mean distance of each ray's weight, `[B, R]` in scene units.
    package let depth: Tensor
    /// The part of each ray that the volume stops, `[B, R]` in [0, 1].
    package let opacity: Tensor

    /// What rays see.
    ///
    /// - Parameters:
    ///   - color: RGB in [-1, 1], `[B, R, 3]`.
    ///   - auxiliary: RGB in [-1, 1], `[B, R, 3]`.
    ///   - depth: `[B, R]`, in scene units.
    ///   - opacity: `[B, R]`.
    package init(color: Tensor, auxiliary: Tensor, depth: Tensor, opacity: Tensor) {
        (self.color, self.auxiliary) = (color, auxiliary)
        (self.depth, self.opacity) = (depth, opacity)
    }

    /// The rays as square images, where they are all the pixels of one.
    ///
    /// - Parameter size: Pixels on a side; its square is R.
    /// - Returns: `[B, 3, H, W]` twice and `[B, H, W]` twice.
    package func images(size: Int) -> RenderedImages {
        let picture = { (rays: Tensor) in
            rays.transposed(1, 2).reshaped(rays.size(0), 3, size, size)
        }
        return RenderedImages(
            color: picture(color), auxiliary: picture(auxiliary),
            depth: depth.reshaped(depth.size(0), size, size),
            opacity: opacity.reshaped(opacity.size(0), size, size))
    }

    /// Runs of rays one after another.
    ///
    /// - Parameter parts: At least one, of the same images.
    /// - Returns: All their rays.
    package static func joined(_ parts: [RenderedRays]) -> RenderedRays {
        RenderedRays(
            color: Tensor.concatenated(parts.map(\.color), axis: 1),
            auxiliary: Tensor.concatenated(parts.map(\.auxiliary), axis: 1),
            depth: Tensor.concatenated(parts.map(\.depth), axis: 1),
            opacity: Tensor.concatenated(parts.map(\.opacity), axis: 1))
    }
}

/// Rendered images.
package struct RenderedImages {
    /// RGB in [-1, 1], `[B, 3, H, W]`.
    package let color: Tensor
    /// RGB in [-1, 1] read straight off the NeRF's feature, `[B, 3, H, W]`.
    package let auxiliary: Tensor
    /// Mean distance of each pixel's weight, `[B, H, W]` in scene units.
    package let depth: Tensor
    /// The part of each pixel's ray that the volume stops, `[B, H, W]` in [0, 1].
    package let opacity: Tensor
}
