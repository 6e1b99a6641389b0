import CIPS3DModel
import ParallelWork
import Torch

/// Renders heads of a model in any size with bounded memory.
///
/// Rays go in runs of a fixed length. On the processor the runs are spread over threads, each of
/// which computes its run alone: a picture is the same to the bit for any number of threads.
public struct HeadRenderer {
    /// What it renders.
    public let model: Model
    private let threads: Int
    private let runLength: Int

    /// A renderer.
    ///
    /// - Parameters:
    ///   - model: What to render.
    ///   - threads: How many may compute at once on the processor; at least 1.
    public init(_ model: Model, threads: Int) {
        self.init(model, threads: threads, runLength: Self.runLength(for: model))
    }

    /// A renderer with runs of another length, for tests.
    package init(_ model: Model, threads: Int, runLength: Int) {
        precondition(threads > 0, "rendering on \(threads) threads")
        self.model = model
        self.threads = model.generator.parameters.device.isCPU ? threads : 1
        self.runLength = runLength
    }

    /// The length depends on the model's device alone: with another one, rounding would differ.
    private static func runLength(for model: Model) -> Int {
        // Measured on two cores with 512 KB of second-level cache each: 256 to 1024 rays take the
        // same time within a few percent for the light and the published sizes, 32 rays half as
        // long again. Short runs keep more threads busy in a small picture.
        model.generator.parameters.device.isCPU ? 256 : 16_384
    }

    /// Renders a head.
    ///
    /// - Parameters:
    ///   - recipe: Which head.
    ///   - camera: From where.
    ///   - size: Pixels on a side.
    ///   - truncation: How far styles are drawn towards the mean.
    ///   - sampling: Where along the rays the field is evaluated.
    /// - Returns: All pixels of the picture.
    public func render(
        _ recipe: HeadRecipe, camera: Camera, size: Int, truncation: Truncation = .off,
        sampling: SamplePlacement = .deterministic
    ) -> RenderedPixels {
        var runs: [RenderedPixels] = []
        renderUntilCancelled(
            recipe, camera, size, truncation, sampling, cancellation: Cancellation()
        ) { runs.append($0) }
        return RenderedPixels(joining: runs)
    }

    /// Renders a head and hands over its pixels run by run, so that nobody holds all their numbers.
    ///
    /// - Parameters:
    ///   - recipe: Which head.
    ///   - camera: From where.
    ///   - size: Pixels on a side.
    ///   - truncation: How far styles are drawn towards the mean.
    ///   - sampling: Where along the rays the field is evaluated.
    ///   - cancellation: Asked before each run.
    ///   - receive: Takes a run of pixels; called on several threads, but only once at a time,
    ///     with the runs in any order.
    /// - Throws: `CancellationError`.
    public func render(
        _ recipe: HeadRecipe, camera: Camera, size: Int, truncation: Truncation = .off,
        sampling: SamplePlacement = .deterministic, cancellation: Cancellation = Cancellation(),
        receive: (RenderedPixels) -> Void
    ) throws(CancellationError) {
        renderUntilCancelled(
            recipe, camera, size, truncation, sampling, cancellation: cancellation,
            receive: receive)
        try cancellation.check()
    }

    private func renderUntilCancelled(
        _ recipe: HeadRecipe, _ camera: Camera, _ size: Int, _ truncation: Truncation,
        _ sampling: SamplePlacement, cancellation: Cancellation, receive: (RenderedPixels) -> Void
    ) {
        precondition(size > 0, "a picture of \(size) pixels a side")
        let generator = withSingleThreadedOperations {
            withoutGradient {
                model.generator.styled(by: styles(of: recipe, truncation: truncation))
            }
        }
        let picture = PictureRuns(
            generator: generator, camera: camera, size: size, sampling: sampling,
            device: model.generator.parameters.device)
        let (pixels, runLength) = (size * size, runLength)
        let runs = (pixels + runLength - 1) / runLength
        let unclaimed = UnclaimedIndices(pixels, cancellation: cancellation)
        ThreadTeam.torch(threads).limited(to: runs).perform { handOver in
            while let run = unclaimed.claim(atMost: runLength) { handOver(picture.render(run)) }
        } receive: {
            receive($0)
        }
    }

    private func styles(of recipe: HeadRecipe, truncation: Truncation) -> Styles {
        let (generator, device) = (model.generator, model.generator.parameters.device)
        let row = { (code: [Float]) in Tensor(code, shape: [1, code.count], device: device) }
        let styles = { (codes: HeadCodes) in
            generator.styles(
                shapeCodes: row(codes.shape), appearanceCodes: row(codes.appearance))
        }
        var head = styles(recipe.codes)
        if let target = recipe.target { head = head.moved(to: styles(target), by: recipe.share) }
        head.mixed = recipe.mixed.mapValues { generator.appearanceStyles(of: row($0)) }
        guard !truncation.isOff else { return head }
        return head.truncated(truncation, mean: model.meanStyles())
    }
}
