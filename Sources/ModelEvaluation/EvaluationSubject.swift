import CIPS3DModel
import CIPS3DRenderer
import GANMetrics

/// What is evaluated.
public enum EvaluationSubject: Sendable {
    /// A generator, which draws as many images as are wanted for each seed.
    case model(GeneratedSample)
    /// Images that somebody has generated already.
    case files(PhotographSource)

    /// Images, of each seed where there are several.
    var count: Int {
        switch self {
        case .model(let sample): sample.images
        case .files(let files): files.count
        }
    }
}

/// Which images a generator is asked for.
public struct GeneratedSample: Sendable {
    /// Renders them, on one thread.
    public var renderer: FusedEngine
    /// Images of each seed.
    public var images: Int
    /// Pixels on a side.
    public var size: Int
    /// How far styles are drawn towards the mean.
    public var truncation: Truncation
    /// Each gives other images.
    public var seeds: [UInt64]

    /// Which images.
    ///
    /// - Parameters:
    ///   - renderer: Renders them, on one thread.
    ///   - images: Images of each seed.
    ///   - size: Pixels on a side.
    ///   - truncation: How far styles are drawn towards the mean.
    ///   - seeds: Each gives other images, below 2³².
    public init(
        _ renderer: FusedEngine, images: Int, size: Int, truncation: Truncation = .off,
        seeds: [UInt64]
    ) {
        precondition(!seeds.isEmpty, "images of no seed")
        (self.renderer, self.images, self.size) = (renderer, images, size)
        (self.truncation, self.seeds) = (truncation, seeds)
    }

    /// The images of a seed.
    func source(seed: UInt64) -> GeneratedImages {
        GeneratedImages(renderer, count: images, size: size, truncation: truncation, seed: seed)
    }
}
