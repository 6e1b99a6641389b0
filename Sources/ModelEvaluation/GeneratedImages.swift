import CIPS3DModel
import CIPS3DRenderer
import GANMetrics
import HeadPictures
import ImageFiles

/// A head whose numbers make no picture, and so no measure of one.
public struct UnshowableHead: Error, Sendable, Equatable, CustomStringConvertible {
    /// Which head.
    public let seed: UInt64
    /// What is wrong with it.
    public let fault: PictureFault

    /// One sentence: what, where, what to do.
    public var description: String { fault.sentence(about: "The head of seed \(seed)") }
}

/// Images of a generator as they are compared with photographs: random heads from the distribution
/// of the training cameras, in eight bits as a PNG file has them.
///
/// Image i of seed s is the head of seed 2³² s + i, seen at yaw and pitch drawn from the stream
/// `views` of that seed, with samples at even places along the rays. The same seed gives the same
/// images on every machine, within rounding.
public struct GeneratedImages: ImageSource {
    /// How many there are.
    public let count: Int
    private let renderer: FusedEngine
    private let size: Int
    private let truncation: Truncation
    private let seed: UInt64

    /// Images of a generator.
    ///
    /// - Parameters:
    ///   - renderer: Renders on one thread, as the images go side by side.
    ///   - count: How many.
    ///   - size: Pixels on a side.
    ///   - truncation: How far styles are drawn towards the mean.
    ///   - seed: Which images, below 2³².
    public init(
        _ renderer: FusedEngine, count: Int, size: Int, truncation: Truncation = .off, seed: UInt64
    ) {
        precondition(seed >> 32 == 0 && count >> 32 == 0, "seed \(seed) of \(count) images")
        (self.renderer, self.count, self.size) = (renderer, count, size)
        (self.truncation, self.seed) = (truncation, seed)
    }

    /// Renders an image.
    ///
    /// - Parameter index: From 0 to `count - 1`.
    /// - Returns: The image.
    /// - Throws: ``UnshowableHead`` for one whose numbers overflow or are NaN; `HeadError`.
    public func image(at index: Int) throws -> Image {
        let headSeed = Self.headSeed(seed, index)
        let codes = HeadCodes(seed: headSeed, configuration: renderer.configuration.generator)
        let batch = RayBatch(
            camera: Self.camera(of: headSeed, renderer.configuration.camera), size: size,
            placement: .rule(.deterministic))
        do {
            let head = try renderer.makeLayers(codes, truncation: truncation)
            let pixels = try renderer.renderFinite(head, batch)
            return Image(width: size, height: size, pixels: pixels.colorBytes)
        } catch HeadError.notShowable(let fault) {
            throw UnshowableHead(seed: headSeed, fault: fault)
        }
    }

    /// The seed of an image's head.
    static func headSeed(_ seed: UInt64, _ index: Int) -> UInt64 { seed << 32 + UInt64(index) }

    /// A view drawn as in training.
    private static func camera(of seed: UInt64, _ training: CameraConfiguration) -> Camera {
        var random = LatentGenerator(seed: seed, stream: .views)
        let yaw = random.nextNormal() * training.yawDeviation
        let pitch = random.nextNormal() * training.pitchDeviation
        return Camera(training, yaw: .degrees(yaw), pitch: .degrees(pitch))
    }
}
