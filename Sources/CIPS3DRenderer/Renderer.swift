import CIPS3DModel
import Foundation
import InnerLoops
import ParallelWork
import SafeTensors

/// Renders heads of a model on a processor, without any other engine below it.
///
///     let renderer = try Renderer(contentsOf: model)
///     let head = try await renderer.head(seed: seed)
///     let camera = renderer.camera(yaw: .degrees(20))
///     let picture = try await renderer.render(head, from: camera, size: size) { share in
///         FileHandle.standardError.write(Data("\(Int(100 * share)) %\r".utf8))
///     }
///     try Image(width: size, height: size, pixels: picture.colorBytes).writePNG(to: file)
///
/// `Image` is the one of the product ImageFiles; `Examples/Embed` is these lines as a program.
///
/// Pixels go in tiles through the whole generator, from the ray to the colour, while their numbers
/// are in the cache. A picture is the same to the bit for any number of threads.
public final class Renderer: Sendable {
    /// The longest side of a picture, in pixels.
    public static let longestSide = 16_384

    /// How it renders.
    public struct Options: Sendable, Equatable {
        /// With which precision.
        public var precision = Precision.float32
        /// How many threads may compute at once; nil is one for each processor.
        public var threads: Int?
        /// What the inner loops are written for; nil is `InstructionSet.chosen(environment:)`.
        public var instructionSet: InstructionSet?

        /// Single precision on all processors.
        ///
        /// - Parameters:
        ///   - precision: With which precision.
        ///   - threads: How many threads may compute at once; nil is one for each processor.
        ///   - instructionSet: What the inner loops are written for; nil lets the processor and
        ///     the environment decide.
        public init(
            precision: Precision = .float32, threads: Int? = nil,
            instructionSet: InstructionSet? = nil
        ) {
            (self.precision, self.threads) = (precision, threads)
            self.instructionSet = instructionSet
        }
    }

    /// Sizes, camera and the size of the training images.
    public let configuration: ModelConfiguration
    /// With which precision it renders.
    public let precision: Precision
    /// What its inner loops are written for.
    public var instructionSet: InstructionSet { mapping.kernels.instructionSet }
    /// How many threads may compute at once.
    public let threads: Int

    let mapping: StyleMapping
    let mean: MeanStyle

    /// Opens the model in a folder.
    ///
    /// - Parameters:
    ///   - url: The folder, which holds `config.json` and `model.safetensors`, or that of a run.
    ///   - options: How to render.
    /// - Throws: `ModelFolderError`, `ConfigurationError`, `SafeTensorsError`, `ParameterMismatch`
    ///   with everything that does not fit, or ``RendererError``. Each describes itself in a
    ///   sentence for the person who chose the folder.
    public convenience init(contentsOf url: URL, options: Options = Options()) throws {
        try self.init(contentsOf: ModelFolder(locating: url), options: options)
    }

    /// Opens a model.
    ///
    /// - Parameters:
    ///   - folder: The model's folder.
    ///   - options: How to render.
    /// - Throws: `ModelFolderError`, `ConfigurationError`, `SafeTensorsError`, `ParameterMismatch`
    ///   with everything that does not fit, or ``RendererError``.
    public convenience init(
        contentsOf folder: ModelFolder, options: Options = Options()
    ) throws {
        let configuration = try folder.readConfiguration()
        let weights = try GeneratorWeights(
            SafeTensorsFile(contentsOf: folder.weightsURL), configuration: configuration.generator)
        try self.init(
            configuration: configuration, weights: weights, options: options,
            storedMean: MeanStyle.read(folder.meanURL, weights: weights))
    }

    /// Takes a model that is in memory already.
    ///
    /// - Parameters:
    ///   - configuration: Sizes, camera and the size of the training images.
    ///   - weights: Weights of these sizes.
    ///   - options: How to render.
    /// - Throws: ``RendererError``.
    public convenience init(
        configuration: ModelConfiguration, weights: GeneratorWeights, options: Options = Options()
    ) throws {
        try self.init(
            configuration: configuration, weights: weights, options: options, storedMean: nil)
    }

    private init(
        configuration: ModelConfiguration, weights: GeneratorWeights, options: Options,
        storedMean: MeanStyle.Value?
    ) throws {
        precondition(
            weights.configuration == configuration.generator, "weights of another configuration")
        let set = try options.instructionSet ?? InstructionSet.chosen()
        mapping = StyleMapping(weights: weights, kernels: try Kernels(set))
        mean = MeanStyle(stored: storedMean)
        precision = options.precision
        threads = max(1, options.threads ?? ProcessInfo.processInfo.activeProcessorCount)
        self.configuration = configuration
    }

    /// The same model with other samples on a ray, all of them evenly spaced.
    ///
    /// - Parameters:
    ///   - samples: At least 2.
    ///   - threads: How many may compute at once.
    /// - Returns: A renderer that shares the weights.
    package func sampling(_ samples: Int, threads: Int) -> Renderer {
        Renderer(self, samples: samples, threads: threads)
    }

    private init(_ other: Renderer, samples: Int, threads: Int) {
        var configuration = other.configuration
        (configuration.camera.samplesPerRay, configuration.camera.finePass) = (samples, false)
        self.configuration = configuration
        (mapping, mean) = (other.mapping, other.mean)
        (precision, self.threads) = (other.precision, threads)
    }

    /// The head of a seed.
    ///
    /// - Parameters:
    ///   - seed: Any number; the same one gives the same head on every machine.
    ///   - truncation: How far styles are drawn towards the mean.
    /// - Returns: The head, ready to be rendered.
    /// - Throws: ``RendererError`` where its styles are not numbers that can be used, or
    ///   `CancellationError`.
    public func head(seed: UInt64, truncation: Truncation = .off) async throws -> Head {
        try await head(
            HeadCodes(seed: seed, configuration: configuration.generator), truncation: truncation)
    }

    /// The head of given codes.
    ///
    /// - Parameters:
    ///   - codes: Which head.
    ///   - truncation: How far styles are drawn towards the mean.
    /// - Returns: The head, ready to be rendered.
    /// - Throws: ``RendererError`` where the codes are of other widths than the model's and where their styles
    ///   are not numbers that can be used, or `CancellationError`.
    public func head(
        _ codes: HeadCodes, truncation: Truncation = .off
    ) async throws -> Head {
        try await onOtherThread { _ in try self.makeHead(codes, truncation: truncation) }
    }

    /// The head of a recipe: mixed, or between two others.
    ///
    /// - Parameters:
    ///   - recipe: What it is made of.
    ///   - truncation: How far styles are drawn towards the mean.
    /// - Returns: The head, ready to be rendered.
    /// - Throws: ``RendererError`` where codes are of other widths than the model's and where their styles are
    ///   not numbers that can be used, or `CancellationError`.
    public func head(
        _ recipe: HeadRecipe, truncation: Truncation = .off
    ) async throws -> Head {
        try await onOtherThread { _ in try self.makeHead(recipe, truncation: truncation) }
    }

    /// Renders a head.
    ///
    /// - Parameters:
    ///   - head: One that this renderer made.
    ///   - camera: From where.
    ///   - size: Pixels on a side, from 1 to ``longestSide``.
    ///   - placement: Where along the rays the field is evaluated.
    ///   - progress: Is told now and then which share of the pixels is done, in (0, 1]; called on
    ///     any thread, but only once at a time.
    /// - Returns: All pixels of the picture.
    /// - Throws: ``RendererError`` for an impossible size, and for a picture that cannot be shown, such
    ///   as one whose numbers overflow; `CancellationError` soon after the task was cancelled.
    public func render(
        _ head: Head, from camera: Camera, size: Int, placement: SamplePlacement = .deterministic,
        progress: (@Sendable (Double) -> Void)? = nil
    ) async throws -> RenderedPixels {
        guard (1...Self.longestSide).contains(size) else { throw RendererError.size(size) }
        return try await onOtherThread { cancellation in
            let batch = RayBatch(camera: camera, size: size, placement: .rule(placement))
            var picture = RenderedPicture(count: batch.count)
            try self.renderTiles(head, batch, cancellation: cancellation) { tile in
                picture.place(tile)
                progress?(picture.share)
            }
            return picture.pixels
        }
    }
}
