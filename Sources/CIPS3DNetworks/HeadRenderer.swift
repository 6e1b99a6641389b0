import CIPS3DModel
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
        render(recipe, camera: camera, size: size, truncation: truncation, sampling: sampling) {
            runs.append($0)
        }
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
    ///   - receive: Takes a run of pixels; called from several threads, but only once at a time,
    ///     with the runs in any order.
    public func render(
        _ recipe: HeadRecipe, camera: Camera, size: Int, truncation: Truncation = .off,
        sampling: SamplePlacement = .deterministic, receive: @escaping (RenderedPixels) -> Void
    ) {
        precondition(size > 0, "a picture of \(size) pixels a side")
        let generator = withSingleThreadedOperations {
            withoutGradient {
                model.generator.styled(by: styles(of: recipe, truncation: truncation))
            }
        }
        let picture = PictureRuns(
            generator: generator, camera: camera, size: size, runLength: runLength,
            sampling: sampling, device: model.generator.parameters.device, receive: receive)
        ComputingThread.perform(min(threads, picture.runCount)) { picture.renderRemaining() }
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
