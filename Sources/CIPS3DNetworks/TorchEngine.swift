import CIPS3DModel
import HeadPictures
import ParallelWork
import Torch

/// Renders heads of a model with the networks of training, on any device, in any size with bounded memory.
///
/// Rays go in runs of a fixed length. On the processor the runs are spread over threads, each of
/// which computes its run alone: a picture is the same to the bit for any number of threads.
///
/// Not checked by the compiler: libtorch's tensors are only read, which it allows on any thread.
public final class TorchEngine: HeadEngine, @unchecked Sendable {
    /// What it renders.
    public let model: Model
    /// Whose turn it is.
    public let turns = Turns()
    let threads: Int
    let runLength: Int
    private let mean: MeanOfModel

    /// Sizes, camera and the size of the training images.
    public var configuration: ModelConfiguration { model.configuration }

    /// An engine.
    ///
    /// - Parameters:
    ///   - model: What to render.
    ///   - threads: How many may compute at once on the processor; at least 1.
    public convenience init(_ model: Model, threads: Int) {
        self.init(model, threads: threads, runLength: Self.runLength(for: model))
    }

    /// An engine with runs of another length, for tests.
    package init(_ model: Model, threads: Int, runLength: Int) {
        precondition(threads > 0, "rendering on \(threads) threads")
        self.model = model
        self.threads = model.generator.parameters.device.isCPU ? threads : 1
        self.runLength = runLength
        mean = MeanOfModel(model.storedMean)
    }

    /// The length depends on the model's device alone: with another one, rounding would differ.
    private static func runLength(for model: Model) -> Int {
        // Measured on two cores with 512 KB of second-level cache each: 256 to 1024 rays take the
        // same time within a few percent for the light and the published sizes, 32 rays half as
        // long again. Short runs keep more threads busy in a small picture.
        model.generator.parameters.device.isCPU ? 256 : 16_384
    }

    /// Maps codes to styles, on the calling thread.
    ///
    /// - Parameter codes: Which head.
    /// - Returns: Its styles, one appearance in all blocks.
    /// - Throws: `HeadError` where the codes are of other widths than the model's, or the styles are not finite.
    public func makeStyles(of codes: HeadCodes) throws(HeadError) -> HeadStyles {
        let sizes = configuration.generator
        guard codes.shape.count == sizes.shapeLatentWidth,
            codes.appearance.count == sizes.appearanceLatentWidth
        else {
            throw .codeWidths(
                shape: codes.shape.count, appearance: codes.appearance.count, sizes)
        }
        let styles = withSingleThreadedOperations {
            withoutGradient {
                model.generator.styles(
                    shapeCodes: row(codes.shape), appearanceCodes: row(codes.appearance))
            }
        }
        let head = HeadStyles(
            shape: styles.shape.array(), appearance: styles.appearance.array(),
            blocks: sizes.inr.blocks)
        try check(head)
        return head
    }

    /// The mean of the styles of 10,000 random heads, which came with the model or is computed when it is first
    /// asked for.
    ///
    /// - Returns: The mean, one appearance in all blocks.
    public func makeMeanStyles() -> HeadStyles {
        mean { model.meanStyles() }.head(configuration.generator)
    }

    /// Prepares a head, on the calling thread.
    ///
    /// - Parameter styles: Of this model.
    /// - Returns: The head, ready to be seen from anywhere.
    /// - Throws: `HeadError` where styles are of other widths than the model's or not finite.
    public func makeHead(_ styles: HeadStyles) throws(HeadError) -> any PreparedHead {
        guard styles.fits(configuration.generator) else {
            throw .styleWidths(styles, configuration.generator)
        }
        try check(styles)
        var batch = Styles(
            shape: row(styles.shape),
            appearance: row(
                styles.appearances.first
                    ?? Array(repeating: 0, count: configuration.generator.inr.styleWidth)))
        for (index, appearance) in styles.appearances.enumerated()
        where appearance != styles.appearances[0] {
            batch.mixed[index] = row(appearance)
        }
        let generator = withSingleThreadedOperations {
            withoutGradient { model.generator.styled(by: batch) }
        }
        return TorchHead(engine: self, generator: generator)
    }

    private func row(_ numbers: [Float]) -> Tensor {
        Tensor(numbers, shape: [1, numbers.count], device: model.generator.parameters.device)
    }

    private func check(_ styles: HeadStyles) throws(HeadError) {
        let numbers = styles.shape + styles.appearances.joined()
        guard numbers.allSatisfy(\.isFinite) else {
            throw .notShowable(
                PictureFault(
                    kind: numbers.contains(where: \.isInfinite) ? .overflow : .notANumber,
                    layer: nil))
        }
    }
}

/// A head whose styles are in its layers.
///
/// Not checked by the compiler: libtorch's tensors are only read, which it allows on any thread.
struct TorchHead: PreparedHead, @unchecked Sendable {
    let engine: TorchEngine
    let generator: StyledGenerator

    var cameraConfiguration: CameraConfiguration { engine.configuration.camera }
    var turns: Turns { engine.turns }

    func render(
        _ request: PictureRequest, cancellation: Cancellation, receive: (RenderedPixels) -> Void
    ) throws {
        let picture = PictureRuns(
            generator: request.samplesPerRay.map(generator.sampled) ?? generator,
            request: request, device: engine.model.generator.parameters.device)
        let (pixels, runLength) = (request.rectangle.count, engine.runLength)
        let runs = (pixels + runLength - 1) / runLength
        let unclaimed = UnclaimedIndices(pixels, cancellation: cancellation)
        var check = PictureCheck(isWhole: request.part == nil)
        ThreadTeam.torch(engine.threads).limited(to: runs).perform { handOver in
            while let run = unclaimed.claim(atMost: runLength) { handOver(picture.render(run)) }
        } receive: {
            check.look(at: $0)
            receive($0)
        }
        try cancellation.check()
        if let kind = check.verdict.fault {
            throw HeadError.notShowable(PictureFault(kind: kind, layer: nil))
        }
    }
}
