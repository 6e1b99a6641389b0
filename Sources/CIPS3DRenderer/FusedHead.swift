import CIPS3DModel
import HeadPictures
import ParallelWork

extension FusedEngine {
    /// Maps codes to styles, on the calling thread.
    ///
    /// - Parameter codes: Which head.
    /// - Returns: Its styles, one appearance in all blocks.
    /// - Throws: `HeadError` where the codes are of other widths than the model's, or the styles are not numbers
    ///   that can be used; it names the layer.
    public func makeStyles(of codes: HeadCodes) throws(HeadError) -> HeadStyles {
        try checkWidths(of: codes)
        let styles = mapping.styles(of: codes)
        if let kind = Overflow.kind(of: styles) {
            throw .notShowable(styleFault(of: codes) ?? PictureFault(kind: kind, layer: nil))
        }
        return styles
    }

    /// The mean of the styles of 10,000 random heads, which came with the model or is computed when it is first
    /// asked for, on all threads.
    ///
    /// - Returns: The mean, one appearance in all blocks.
    public func makeMeanStyles() -> HeadStyles { meanStyles().head(configuration.generator) }

    /// Prepares a head, on the calling thread.
    ///
    /// It takes about as long as rendering a hundred pixels.
    ///
    /// - Parameter styles: Of this model.
    /// - Returns: The head, ready to be seen from anywhere.
    /// - Throws: `HeadError` where styles are of other widths than the model's or not numbers that can be used.
    public func makeHead(_ styles: HeadStyles) throws(HeadError) -> any PreparedHead {
        FusedHead(engine: self, layers: try makeLayers(styles))
    }
}

/// A head of the fused engine.
struct FusedHead: PreparedHead {
    let engine: FusedEngine
    let layers: HeadLayers

    var cameraConfiguration: CameraConfiguration { engine.configuration.camera }
    var turns: Turns { engine.turns }

    func render(
        _ request: PictureRequest, cancellation: Cancellation, receive: (RenderedPixels) -> Void
    ) throws {
        try engine.renderTiles(
            request.samplesPerRay.map(layers.sampled) ?? layers, RayBatch(request),
            cancellation: cancellation, receive: receive)
    }
}
