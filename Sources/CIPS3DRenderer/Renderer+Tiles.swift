import CIPS3DModel
import ParallelWork

extension Renderer {
    /// Makes a head on the calling thread and those it may use besides.
    ///
    /// - Parameters:
    ///   - codes: Which head.
    ///   - truncation: How far styles are drawn towards the mean.
    ///   - givenMean: The mean; nil is the model's own.
    /// - Returns: The head.
    /// - Throws: ``RendererError`` where the codes are of other widths than the model's, and where their
    ///   styles are not numbers that can be used.
    package func makeHead(
        _ codes: HeadCodes, truncation: Truncation = .off, mean givenMean: MeanStyle.Value? = nil
    ) throws(RendererError) -> Head {
        try makeHead(HeadRecipe(codes), truncation: truncation, mean: givenMean)
    }

    /// Makes a head on the calling thread and those it may use besides.
    ///
    /// - Parameters:
    ///   - recipe: What it is made of.
    ///   - truncation: How far styles are drawn towards the mean.
    ///   - givenMean: The mean; nil is the model's own.
    /// - Returns: The head.
    /// - Throws: ``RendererError`` where codes are of other widths than the model's, and where their
    ///   styles are not numbers that can be used.
    package func makeHead(
        _ recipe: HeadRecipe, truncation: Truncation = .off, mean givenMean: MeanStyle.Value? = nil
    ) throws(RendererError) -> Head {
        let styles = try styles(of: recipe, truncation: truncation, mean: givenMean)
        // Asked of the styles first: they are few, and the layers behind them many.
        if let kind = Overflow.kind(of: styles.shape + styles.appearances.joined()) {
            throw .notShowable(
                styleFault(of: recipe) ?? PictureFault(kind: kind, layer: nil))
        }
        return makeHead(styles)
    }

    /// Makes a head whatever its numbers are: training wants to see for itself that they are no good.
    ///
    /// - Parameters:
    ///   - codes: Which head.
    ///   - truncation: How far styles are drawn towards the mean.
    ///   - givenMean: The mean; nil is the model's own.
    /// - Returns: The head, whose pixels are NaN where its styles are.
    /// - Throws: ``RendererError`` where the codes are of other widths than the model's.
    package func makeUncheckedHead(
        _ codes: HeadCodes, truncation: Truncation, mean givenMean: MeanStyle.Value?
    ) throws(RendererError) -> Head {
        makeHead(try styles(of: HeadRecipe(codes), truncation: truncation, mean: givenMean))
    }

    private func styles(
        of recipe: HeadRecipe, truncation: Truncation, mean givenMean: MeanStyle.Value?
    ) throws(RendererError) -> Head.Styles {
        try checkWidths(of: recipe)
        let mean = truncation.isOff ? nil : givenMean ?? meanStyle()
        let styles = mapping.styles(of: recipe)
        return Head.Styles(
            shape: styles.shape.drawn(to: mean?.shape, by: truncation),
            appearances: styles.appearances.map {
                $0.drawn(to: mean?.appearance, by: truncation)
            })
    }

    /// Makes a head of styles; every block of the per-pixel network has the same.
    package func makeHead(shapeStyle: [Float], appearanceStyle: [Float]) -> Head {
        makeHead(
            Head.Styles(
                shape: shapeStyle,
                appearances: Array(
                    repeating: appearanceStyle, count: configuration.generator.inr.blocks)))
    }

    private func makeHead(_ styles: Head.Styles) -> Head {
        Head(
            styles, mapping: mapping, camera: configuration.camera, precision: precision,
            threads: threads)
    }

    private func checkWidths(of recipe: HeadRecipe) throws(RendererError) {
        let sizes = configuration.generator
        let heads = [recipe.codes, recipe.target].compactMap { $0 }
        let shapes = heads.map(\.shape.count)
        let appearances = heads.map(\.appearance.count) + recipe.mixed.values.map(\.count)
        guard shapes.allSatisfy({ $0 == sizes.shapeLatentWidth }),
            appearances.allSatisfy({ $0 == sizes.appearanceLatentWidth })
        else {
            throw .codeWidths(
                shape: shapes.first { $0 != sizes.shapeLatentWidth } ?? sizes.shapeLatentWidth,
                appearance: appearances.first { $0 != sizes.appearanceLatentWidth }
                    ?? sizes.appearanceLatentWidth,
                expectedShape: sizes.shapeLatentWidth,
                expectedAppearance: sizes.appearanceLatentWidth)
        }
    }

    /// Renders rays tile by tile on the calling thread and those it may use besides.
    ///
    /// - Parameters:
    ///   - head: One that this renderer made.
    ///   - batch: The rays.
    ///   - panels: Panels of a tile; nil is as many as the cache holds. The result does not depend
    ///     on it.
    ///   - cancellation: Asked before each tile.
    ///   - receive: Takes a tile, its `pixels` counting rays of the batch; called on several
    ///     threads, but only once at a time, with the tiles in any order.
    /// - Throws: `CancellationError`; after the last tile ``RendererError`` where the picture cannot
    ///   be shown.
    package func renderTiles(
        _ head: Head, _ batch: RayBatch, panels: Int? = nil,
        cancellation: Cancellation = Cancellation(), receive: (RenderedPixels) -> Void
    ) throws {
        var check = PictureCheck()
        renderUntilCancelled(head, batch, panels: panels, cancellation: cancellation) {
            check.look(at: $0)
            receive($0)
        }
        try cancellation.check()
        if let fault = fault(check.verdict, of: head, batch) {
            throw RendererError.notShowable(fault)
        }
    }

    /// Renders rays on the calling thread and those it may use besides, to the end, whatever they show.
    ///
    /// - Parameters:
    ///   - head: One that this renderer made.
    ///   - batch: The rays.
    /// - Returns: All of them, in their order.
    package func renderAll(_ head: Head, _ batch: RayBatch) -> RenderedPixels {
        var picture = RenderedPicture(count: batch.count)
        renderUntilCancelled(head, batch, cancellation: Cancellation()) { picture.place($0) }
        return picture.pixels
    }

    private func renderUntilCancelled(
        _ head: Head, _ batch: RayBatch, panels: Int? = nil, cancellation: Cancellation,
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
