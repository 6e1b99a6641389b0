import CIPS3DModel
import Synchronization

extension Renderer {
    /// Makes a head on the calling thread and those it may use besides.
    ///
    /// - Parameters:
    ///   - codes: Which head.
    ///   - truncation: How far styles are drawn towards the mean.
    ///   - givenMean: The mean; nil is the model's own.
    /// - Returns: The head.
    /// - Throws: ``RendererError`` where the codes are of other widths than the model's.
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
    /// - Throws: ``RendererError`` where codes are of other widths than the model's.
    package func makeHead(
        _ recipe: HeadRecipe, truncation: Truncation = .off, mean givenMean: MeanStyle.Value? = nil
    ) throws(RendererError) -> Head {
        try checkWidths(of: recipe)
        let mean = truncation.isOff ? nil : givenMean ?? meanStyle()
        let styles = mapping.styles(of: recipe)
        return makeHead(
            shapeStyle: styles.shape.drawn(to: mean?.shape, by: truncation),
            appearanceStyles: styles.appearances.map {
                $0.drawn(to: mean?.appearance, by: truncation)
            })
    }

    /// Makes a head of styles; every block of the per-pixel network has the same.
    package func makeHead(shapeStyle: [Float], appearanceStyle: [Float]) -> Head {
        makeHead(
            shapeStyle: shapeStyle,
            appearanceStyles: Array(
                repeating: appearanceStyle, count: configuration.generator.inr.blocks))
    }

    private func makeHead(shapeStyle: [Float], appearanceStyles: [[Float]]) -> Head {
        Head(
            shapeStyle: shapeStyle, appearanceStyles: appearanceStyles, mapping: mapping,
            camera: configuration.camera, precision: precision, threads: threads)
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
    /// - Throws: `CancellationError`.
    package func renderTiles(
        _ head: Head, _ batch: RayBatch, panels: Int? = nil,
        cancellation: Cancellation = Cancellation(), receive: (RenderedPixels) -> Void
    ) throws {
        renderUntilCancelled(
            head, batch, panels: panels, cancellation: cancellation, receive: receive)
        try cancellation.check()
    }

    /// Renders rays on the calling thread and those it may use besides, to the end.
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
        withoutActuallyEscaping(receive) { receive in
            let tiles = Tiles(
                head: head, batch: batch, panels: panels, cancellation: cancellation
            ) { receive($0) }
            ComputingThreads.perform(min(threads, tiles.most)) { tiles.renderRemaining() }
        }
    }

    /// Lets somebody else's threads work while the task waits, and tells them when it is cancelled.
    func onOtherThread<Result: Sendable>(
        _ work: @escaping @Sendable (Cancellation) throws -> Result
    ) async throws -> Result {
        let cancellation = Cancellation()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                ComputingThreads.start {
                    continuation.resume(
                        with: Swift.Result {
                            try cancellation.check()
                            return try work(cancellation)
                        })
                }
            }
        } onCancel: {
            cancellation.cancel()
        }
    }
}

/// The tiles of a batch, which any thread may take in any order.
///
/// Not checked by the compiler: `receive` is called under a lock, while the caller waits.
private final class Tiles: @unchecked Sendable {
    private let head: Head
    private let batch: RayBatch
    private let panels: Int?
    private let cancellation: Cancellation
    private let receive: (RenderedPixels) -> Void
    private let next = Atomic(0)
    private let receiving = Mutex(())

    init(
        head: Head, batch: RayBatch, panels: Int?, cancellation: Cancellation,
        receive: @escaping (RenderedPixels) -> Void
    ) {
        (self.head, self.batch, self.panels) = (head, batch, panels)
        self.cancellation = cancellation
        self.receive = receive
    }

    /// Threads that could find work at the same time.
    var most: Int { max(1, (batch.count + head.kernels.lanes - 1) / head.kernels.lanes) }

    /// Renders tiles that no other thread has taken, until none is left.
    func renderRemaining() {
        let renderer = TileRenderer(head, batch: batch, panels: panels)
        while !cancellation.isCancelled {
            let first = next.wrappingAdd(renderer.tileLength, ordering: .relaxed).oldValue
            guard first < batch.count else { return }
            let tile = renderer.render(first..<min(first + renderer.tileLength, batch.count))
            receiving.withLock { _ in receive(tile) }
        }
    }
}
