import CIPS3DModel
import CIPS3DRenderer
import Foundation
import HeadPictures
import Synchronization
import Testing

/// What an application sees of the renderer, on the small model of `Examples/Embed`.
@Suite("The engine's public face")
struct EngineFaceTests {
    private static let modelURL = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../Examples/Embed/Model").standardizedFileURL

    private func renderer() throws -> FusedEngine { try FusedEngine(contentsOf: Self.modelURL) }

    @Test("a folder opens by its URL, and a seed gives the head of its codes")
    func opensByURL() async throws {
        let renderer = try renderer()
        let sizes = renderer.configuration.generator
        let camera = renderer.camera(yaw: .degrees(20), pitch: .degrees(-5))
        let bySeed = try await renderer.head(seed: 7).picture(from: camera, size: 17)
        let byCodes = try await renderer.head(HeadCodes(seed: 7, configuration: sizes)).picture(
            from: camera, size: 17)
        #expect(bySeed == byCodes)
        let other = try await renderer.head(seed: 8).picture(from: camera, size: 17)
        #expect(bySeed.color != other.color)
    }

    @Test("a folder that is not there is refused in a sentence with its path")
    func refusesAMissingFolder() {
        let url = Self.modelURL.appendingPathComponent("nothing")
        #expect(throws: ModelFolderError.missing(url.path)) { try FusedEngine(contentsOf: url) }
    }

    @Test("a camera has the optics of training and the angles that were asked for")
    func camera() throws {
        let renderer = try renderer()
        let expected = Camera(
            renderer.configuration.camera, yaw: .degrees(20), pitch: .degrees(-5))
        #expect(renderer.camera(yaw: .degrees(20), pitch: .degrees(-5)) == expected)
        #expect(renderer.camera().yaw == .zero && renderer.camera().pitch == .zero)
    }

    @Test("colours become bytes in order, and what is outside becomes the nearest end")
    func colorBytes() {
        let pixels = RenderedPixels(
            pixels: 0..<2, color: [-1, 0, 1, -7, .nan, 7],
            auxiliary: [Float](repeating: 0, count: 6), depth: [1, 1],
            opacity: [1, 1])
        // (0 + 1) · 127.5 is rounded away from zero.
        #expect(pixels.colorBytes == [0, 128, 255, 0, 0, 255])
    }

    @Test("progress rises to all of the picture")
    func progress() async throws {
        let renderer = try renderer()
        let shares = Mutex<[Double]>([])
        let picture = try await renderer.head(seed: 0).picture(
            from: renderer.camera(), size: 64
        ) { share in
            shares.withLock { $0.append(share) }
        }
        #expect(picture.rgb.count == 3 * 64 * 64)
        let told = shares.withLock { $0 }
        #expect(told.count > 1, "64 x 64 pixels are more than a tile")
        #expect(told.last == 1)
        #expect(zip(told, told.dropFirst()).allSatisfy { $0 < $1 } && told.allSatisfy { $0 > 0 })
    }

    @Test("a cancelled task ends in the middle of the picture")
    func cancellation() async throws {
        let renderer = try renderer()
        let head = try await renderer.head(seed: 0)
        let camera = renderer.camera()
        let (begun, begins) = AsyncStream.makeStream(of: Double.self)
        let furthest = Mutex(0.0)
        // All of it would take minutes.
        let rendering = Task {
            try await head.picture(from: camera, size: 8192) { share in
                furthest.withLock { $0 = share }
                begins.yield(share)
            }
        }
        for await _ in begun { break }
        rendering.cancel()
        await #expect(throws: CancellationError.self) { try await rendering.value }
        // Where tasks wait for the threads that compute, most of the picture is done by now.
        #expect(furthest.withLock { $0 } < 0.25)
    }

    @Test("many pictures at once, on more threads than processors, are the one of a single thread")
    func manyAtOnce() async throws {
        let alone = try FusedEngine(contentsOf: Self.modelURL, options: .init(threads: 1))
        let crowd = try FusedEngine(contentsOf: Self.modelURL, options: .init(threads: 5))
        let camera = alone.camera(yaw: .degrees(-10))
        // More than one tile, and not a multiple of any.
        let expected = try await alone.head(seed: 3).picture(from: camera, size: 61)
        let head = try await crowd.head(seed: 3)
        try await withThrowingTaskGroup(of: HeadPicture.self) { group in
            for _ in 0..<32 {
                group.addTask { try await head.picture(from: camera, size: 61) }
            }
            for try await picture in group { #expect(picture == expected) }
        }
    }

    @Test("an impossible size is refused before anything is computed", arguments: [-1, 0, 16_385])
    func refusesSizes(_ size: Int) async throws {
        let renderer = try renderer()
        let head = try await renderer.head(seed: 0)
        await #expect(throws: HeadError.size(size)) {
            try await head.picture(from: renderer.camera(), size: size)
        }
    }

    @Test("codes of another width are refused with both widths")
    func refusesCodes() async throws {
        let renderer = try renderer()
        var codes = HeadCodes(seed: 0, configuration: renderer.configuration.generator)
        let width = codes.shape.count
        codes.shape.removeLast()
        let expected = HeadError.codeWidths(
            shape: width - 1, appearance: codes.appearance.count, renderer.configuration.generator)
        await #expect(throws: expected) { try await renderer.head(codes) }
    }
}
