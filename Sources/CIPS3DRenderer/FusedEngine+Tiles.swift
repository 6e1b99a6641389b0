import CIPS3DModel
import HeadPictures
import ParallelWork

extension FusedEngine {
    /// Folds the styles of codes into the layers, on the calling thread and those it may use besides.
    ///
    /// - Parameters:
    ///   - codes: Which head.
    ///   - truncation: How far styles are drawn towards the mean.
    /// - Returns: The layers.
    /// - Throws: `HeadError` where the codes are of other widths than the model's, and where their styles are
    ///   not numbers that can be used.
    package func makeLayers(
        _ codes: HeadCodes, truncation: Truncation = .off
    ) throws(HeadError) -> HeadLayers {
        let styles = try makeStyles(of: codes)
        return try makeLayers(
            truncation.isOff ? styles : styles.truncated(truncation, mean: makeMeanStyles()))
    }

    /// Folds styles into the layers, on the calling thread and those it may use besides.
    ///
    /// - Parameter styles: Of this model.
    /// - Returns: The layers.
    /// - Throws: `HeadError` where styles are of other widths than the model's or not numbers that can be used.
    package func makeLayers(_ styles: HeadStyles) throws(HeadError) -> HeadLayers {
        guard styles.fits(configuration.generator) else {
            throw .styleWidths(styles, configuration.generator)
        }
        // Asked of the styles first: they are few, and the layers behind them many.
        if let kind = Overflow.kind(of: styles) {
            throw .notShowable(PictureFault(kind: kind, layer: nil))
        }
        return foldedLayers(styles)
    }

    /// Folds styles whatever their numbers are: training wants to see for itself that they are no good.
    ///
    /// - Parameters:
    ///   - codes: Which head.
    ///   - truncation: How far styles are drawn towards the mean.
    ///   - mean: The mean; nil is the model's own.
    /// - Returns: Layers whose pixels are NaN where the styles are.
    /// - Throws: `HeadError` where the codes are of other widths than the model's.
    package func makeUncheckedLayers(
        _ codes: HeadCodes, truncation: Truncation, mean: MeanStyles?
    ) throws(HeadError) -> HeadLayers {
        try checkWidths(of: codes)
        let styles = mapping.styles(of: codes)
        guard !truncation.isOff else { return foldedLayers(styles) }
        let mean = (mean ?? meanStyles()).head(configuration.generator)
        return foldedLayers(styles.truncated(truncation, mean: mean))
    }

    private func foldedLayers(_ styles: HeadStyles) -> HeadLayers {
        HeadLayers(
            styles, mapping: mapping, camera: configuration.camera, precision: precision,
            threads: threads)
    }

    func checkWidths(of codes: HeadCodes) throws(HeadError) {
        let sizes = configuration.generator
        guard codes.shape.count == sizes.shapeLatentWidth,
            codes.appearance.count == sizes.appearanceLatentWidth
        else {
            throw .codeWidths(
                shape: codes.shape.count, appearance: codes.appearance.count, sizes)
        }
    }

    /// Renders rays tile by tile on the calling thread and those it may use besides.
    ///
    /// - Parameters:
    ///   - head: Layers that this engine made.
    ///   - batch: The rays.
    ///   - panels: Panels of a tile; nil is as many as the cache holds. The result does not depend
    ///     on it.
    ///   - cancellation: Asked before each tile.
    ///   - receive: Takes a tile, its `pixels` counting rays of the batch; called on several
    ///     threads, but only once at a time, with the tiles in any order.
    /// - Throws: `CancellationError`; after the last tile `HeadError` where the picture cannot
    ///   be shown.
    package func renderTiles(
        _ head: HeadLayers, _ batch: RayBatch, panels: Int? = nil,
        cancellation: Cancellation = Cancellation(), receive: (RenderedPixels) -> Void
    ) throws {
        var check = PictureCheck(isWhole: batch.isWhole)
        renderUntilCancelled(head, batch, panels: panels, cancellation: cancellation) {
            check.look(at: $0)
            receive($0)
        }
        try cancellation.check()
        if let fault = fault(check.verdict, of: head, batch) {
            throw HeadError.notShowable(fault)
        }
    }

    /// Renders rays on the calling thread and those it may use besides, to the end, whatever they show.
    ///
    /// - Parameters:
    ///   - head: Layers that this engine made.
    ///   - batch: The rays.
    /// - Returns: All of them, in their order.
    package func renderAll(_ head: HeadLayers, _ batch: RayBatch) -> RenderedPixels {
        var picture = RenderedPixels(blank: batch.count)
        renderUntilCancelled(head, batch, cancellation: Cancellation()) { picture.place($0) }
        return picture
    }

    private func renderUntilCancelled(
        _ head: HeadLayers, _ batch: RayBatch, panels: Int? = nil, cancellation: Cancellation,
        receive: (RenderedPixels) -> Void
    ) {
        // Threads that could find work at the same time.
        let most = (batch.count + head.kernels.lanes - 1) / head.kernels.lanes
        let unclaimed = UnclaimedIndices(batch.count, cancellation: cancellation)
        ThreadTeam(threads).limited(to: most).perform { handOver in
            let renderer = TileRenderer(head, batch: batch, panels: panels)
            while let rays = unclaimed.claim(atMost: renderer.tileLength) {
                handOver(renderer.render(rays))
            }
        } receive: {
            receive($0)
        }
    }
}
