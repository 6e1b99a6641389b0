extension GeneratorConfiguration {
    /// Floating point operations for one pixel, a multiply-add counting as two.
    ///
    /// The matrix products of the field at every sample, and of the per-pixel network, with H the
    /// width of the field, L its layers, E the numbers of an encoded point, F the features, W the
    /// width of the per-pixel network, B its blocks and P those of them that paint:
    ///
    ///     sample = E H + (L - 1) H² + H + H · H / 2 + H / 2 · F
    ///     pixel  = samples · sample + F W + (2 B - 1) W² + 3 W P
    ///     sphere = 3 K + K² + K F, once for a pixel, with K the width of the background
    ///
    /// (where the field sees the viewing direction, H · H / 2 is (H + 3) · H / 2). Everything else
    /// is left out: sines, compositing, the auxiliary image, and what is done once for a head. It is
    /// a nominal count: an engine that gets the same picture with fewer operations is faster by it.
    ///
    /// - Parameter camera: How many samples there are on a ray.
    /// - Returns: Twice the multiply-adds.
    package func operationsPerPixel(camera: CameraConfiguration) -> Int {
        let direction = nerf.usesViewDirection ? 3 : 0
        let sample =
            nerf.encodedWidth * nerf.width + (nerf.layers - 1) * nerf.width * nerf.width
            + nerf.width
            + (nerf.width + direction) * (nerf.width / 2) + nerf.width / 2 * nerf.features
        let samples = camera.allSamples
        let painter =
            inr.isPresent
            ? nerf.features * inr.width + (2 * inr.blocks - 1) * inr.width * inr.width
                + 3 * inr.width * (inr.blocks - inr.firstRGBBlock)
            : 3 * nerf.features
        let width = background.width
        let sphere = 3 * width + width * width + width * nerf.features
        return 2 * (samples * sample + painter + (background.isPresent ? sphere : 0))
    }
}
