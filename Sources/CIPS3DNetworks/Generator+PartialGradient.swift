import CIPS3DModel
import Torch
import VolumeRendering

extension Generator {
    /// Renders all rays, of which only some carry gradient.
    ///
    /// Pixels do not depend on one another, so the rest can be rendered without a graph, and the
    /// discriminator still sees whole images.
    ///
    /// - Parameters:
    ///   - rays: R rays of B images.
    ///   - styles: Styles of B images.
    ///   - draws: Every random number.
    ///   - pixels: Rays that carry gradient, int64 `[K]`, all different, for all images; nil lets
    ///     all of them.
    /// - Returns: R rays. Depth and opacity carry no gradient where `pixels` is given.
    package func render(
        _ rays: Rays, styles: Styles, draws: SamplingDraws, gradientPixels pixels: Tensor?
    ) -> RenderedRays {
        guard let pixels else { return render(rays, styles: styles, draws: draws) }
        let carrying = render(rays.taking(pixels), styles: styles, draws: draws.taking(pixels))
        let others = Self.complement(of: pixels, count: rays.count)
        guard others.count > 0 else { return carrying.scattered(to: pixels, over: nil, at: others) }
        let rest = renderWithoutGradient(
            rays.taking(others), styles: styles, draws: draws.taking(others))
        return carrying.scattered(to: pixels, over: rest, at: others)
    }

    private static func complement(of pixels: Tensor, count: Int) -> Tensor {
        let carrying = Set(pixels.array(of: Int64.self))
        precondition(carrying.count == pixels.count, "pixels that carry gradient appear twice")
        let others = (0..<Int64(count)).filter { !carrying.contains($0) }
        return Tensor(others, shape: [others.count], device: pixels.device)
    }
}

extension RenderedRays {
    /// Puts rays into their places among others.
    fileprivate func scattered(
        to pixels: Tensor, over rest: RenderedRays?, at others: Tensor
    ) -> RenderedRays {
        // order[k] is the place of the k-th of (these, the rest); its inverse restores the image.
        let order = Tensor.concatenated([pixels, others], axis: 0)
        let inverse = order.sorted(axis: 0).order
        let place = { (mine: Tensor, theirs: Tensor?) in
            Tensor.concatenated([mine] + (theirs.map { [$0] } ?? []), axis: 1)
                .taking(inverse, axis: 1)
        }
        return RenderedRays(
            color: place(color, rest?.color), auxiliary: place(auxiliary, rest?.auxiliary),
            depth: place(depth.detached(), rest?.depth),
            opacity: place(opacity.detached(), rest?.opacity))
    }
}
