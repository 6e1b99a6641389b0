import CIPS3DModel
import Foundation
import HeadPictures
import InnerLoops
import ParallelWork
import SafeTensors

/// Renders heads of a model on a processor, without any other engine below it.
///
///     let engine = try FusedEngine(contentsOf: model)
///     let head = try await engine.head(seed: seed)
///     let camera = engine.camera(yaw: .degrees(20))
///     let picture = try await head.picture(from: camera, size: size) { share in
///         FileHandle.standardError.write(Data("\(Int(100 * share)) %\r".utf8))
///     }
///     try Image(width: size, height: size, pixels: picture.rgb).writePNG(to: file)
///
/// `Image` is the one of the product ImageFiles; `Examples/Embed` is these lines as a program.
///
/// Pixels go in tiles through the whole generator, from the ray to the colour, while their numbers
/// are in the cache. A picture is the same to the bit for any number of threads.
public final class FusedEngine: HeadEngine {
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
    let mean: MeanOfModel
    /// Whose turn it is.
    public let turns: Turns

    /// Opens the model in a folder.
    ///
    /// - Parameters:
    ///   - url: The folder, which holds `config.json` and `model.safetensors`, or that of a run.
    ///   - options: How to render.
    /// - Throws: `ModelFolderError`, `ConfigurationError`, `SafeTensorsError`, `ParameterMismatch`
    ///   with everything that does not fit, or ``InstructionSetError``. Each describes itself in a
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
    ///   with everything that does not fit, or ``InstructionSetError``.
    public convenience init(
        contentsOf folder: ModelFolder, options: Options = Options()
    ) throws {
        let configuration = try folder.readConfiguration()
        let weights = try GeneratorWeights(
            SafeTensorsFile(contentsOf: folder.weightsURL), configuration: configuration.generator)
        try self.init(
            configuration: configuration, weights: weights, options: options,
            storedMean: MeanStyles.read(
                folder.meanURL, fingerprint: weights.fingerprint, configuration.generator))
    }

    /// Takes a model that is in memory already.
    ///
    /// - Parameters:
    ///   - configuration: Sizes, camera and the size of the training images.
    ///   - weights: Weights of these sizes.
    ///   - options: How to render.
    /// - Throws: ``InstructionSetError``.
    public convenience init(
        configuration: ModelConfiguration, weights: GeneratorWeights, options: Options = Options()
    ) throws {
        try self.init(
            configuration: configuration, weights: weights, options: options, storedMean: nil)
    }

    private init(
        configuration: ModelConfiguration, weights: GeneratorWeights, options: Options,
        storedMean: MeanStyles?
    ) throws {
        precondition(
            weights.configuration == configuration.generator, "weights of another configuration")
        let set = try options.instructionSet ?? InstructionSet.chosen()
        mapping = StyleMapping(weights: weights, kernels: try Kernels(set))
        (mean, turns) = (MeanOfModel(storedMean), Turns())
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
    package func sampling(_ samples: Int, threads: Int) -> FusedEngine {
        FusedEngine(self, samples: samples, threads: threads)
    }

    private init(_ other: FusedEngine, samples: Int, threads: Int) {
        var configuration = other.configuration
        (configuration.camera.samplesPerRay, configuration.camera.finePass) = (samples, false)
        self.configuration = configuration
        (mapping, mean, turns) = (other.mapping, other.mean, Turns())
        (precision, self.threads) = (other.precision, threads)
    }
}
