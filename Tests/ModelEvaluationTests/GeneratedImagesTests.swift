import CIPS3DModel
import CIPS3DRenderer
import GANMetrics
import HeadPictures
import ImageFiles
import ModelEvaluation
import RunSettings
import Testing

@Suite("Generated images as they are measured")
struct GeneratedImagesTests {
    private let renderer: FusedEngine

    init() throws { renderer = try RandomRenderer.make() }

    private func images(
        _ count: Int, seed: UInt64, truncation: Truncation = .off
    ) throws -> [Image] {
        let source = GeneratedImages(
            renderer, count: count, size: 8, truncation: truncation, seed: seed)
        return try (0..<count).map(source.image)
    }

    @Test("a place of a seed is always the same image, and another place or seed is another")
    func seeds() throws {
        let first = try images(4, seed: 3)
        #expect(try images(4, seed: 3) == first)
        #expect(try images(2, seed: 3) == Array(first.prefix(2)))
        let other = try images(4, seed: 4)
        for index in 0..<4 { #expect(first[index] != other[index]) }
        #expect(first[0] != first[1])
    }

    @Test("views are spread as the training camera's are")
    func views() throws {
        // Without any spread every image of the mean head is the same.
        let still = try RandomRenderer.make {
            $0.yawDeviation = 0; $0.pitchDeviation = 0
        }
        let source = GeneratedImages(
            still, count: 3, size: 8, truncation: Truncation(psi: 0), seed: 1)
        let same = try (0..<3).map(source.image)
        #expect(same[0] == same[1] && same[1] == same[2])
        let turned = try images(3, seed: 1, truncation: Truncation(psi: 0))
        #expect(turned[0] != turned[1])
    }

    @Test("a head is measured from its own field: depths that rendering gives, in more samples")
    func heads() throws {
        let head = try GeneratedHead(renderer, seed: 5)
        let camera = Camera(renderer.configuration.camera, yaw: .degrees(12))
        let view = head.view(from: camera, size: 8)
        #expect(view.samples == 2 * renderer.configuration.camera.samplesPerRay)
        let rendered = try renderer.renderAll(
            renderer.makeLayers(
                HeadCodes(seed: 5, configuration: renderer.configuration.generator)),
            RayBatch(camera: camera, size: 8, placement: .rule(.deterministic)))
        #expect(view.color == rendered.color)
        for ray in 0..<64 {
            let samples = ray * view.samples..<(ray + 1) * view.samples
            let depth = samples.reduce(0) { $0 + Double(view.weights[$1] * view.distances[$1]) }
            // Sums of ten products near 1 in single precision, in another order.
            #expect(abs(depth - Double(rendered.depth[ray])) < 2e-6)
            let distances = Array(view.distances[samples])
            #expect(distances == distances.sorted())
        }
        let measures = try GeneratedHead.measure(renderer, threads: 2, heads: 3, seed: 1)
        #expect(measures.heads == 3 && measures.diversity > 0)
        #expect(try GeneratedHead.measure(renderer, threads: 1, heads: 3, seed: 1) == measures)
    }
}

/// A renderer of a small model with random weights.
enum RandomRenderer {
    static func make(
        judgedBy network: JudgingNetwork = .none,
        _ change: (inout CameraConfiguration) -> Void = { _ in }
    ) throws -> FusedEngine {
        var generator = Configuration.faces32.generator
        (generator.nerf.width, generator.inr.width, generator.inr.blocks) = (16, 16, 3)
        var camera = CameraConfiguration()
        camera.samplesPerRay = 5
        change(&camera)
        return try FusedEngine(
            configuration: ModelConfiguration(
                generator: generator, camera: camera, imageSize: 16, judgingNetwork: network),
            weights: .initial(generator, seed: 2),
            options: FusedEngine.Options(threads: 1))
    }
}
