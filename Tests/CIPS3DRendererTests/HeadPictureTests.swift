import CIPS3DModel
import CIPS3DRenderer
import FileTesting
import Foundation
import HeadPictures
import Synchronization
import Testing

/// What an application can ask of a head, on the model that ships.
@Suite("Pictures of heads")
struct HeadPictureTests {
    private let engine: FusedEngine

    init() throws {
        engine = try FusedEngine(
            contentsOf: URL(fileURLWithPath: #filePath)
                .appendingPathComponent("../../../Models/faces-64").standardizedFileURL)
    }

    @Test("a part of a picture is to the bit that part of it")
    func parts() async throws {
        let head = try await engine.head(seed: 1)
        let camera = engine.camera(yaw: .degrees(12))
        let whole = try await head.picture(from: camera, size: 40)
        for part in [
            PixelRectangle(x: 0, y: 0, width: 40, height: 40),
            PixelRectangle(x: 7, y: 21, width: 13, height: 5),
            PixelRectangle(x: 39, y: 39, width: 1, height: 1),
        ] {
            let some = try await head.picture(PictureRequest(from: camera, size: 40, part: part))
            let rows = (part.y..<part.y + part.height).flatMap { row in
                (part.x..<part.x + part.width).map { row * 40 + $0 }
            }
            #expect(some.width == part.width && some.height == part.height)
            #expect(some.depth == rows.map { whole.depth[$0] })
            #expect(some.color == rows.flatMap { whole.color[3 * $0..<3 * $0 + 3] })
        }
    }

    @Test("a part that shows nothing but what is behind the head is a picture all the same")
    func emptyPart() async throws {
        let corner = PixelRectangle(x: 0, y: 0, width: 4, height: 4)
        let far = engine.camera().moved(to: 40)
        var wide = far
        wide.fieldOfView = .degrees(60)
        let picture = try await engine.head(seed: 1)
            .picture(PictureRequest(from: wide, size: 200, part: corner))
        #expect(picture.opacity.allSatisfy { $0 < 0.1 })
    }

    @Test("impossible parts and samples are refused")
    func refusals() async throws {
        let head = try await engine.head(seed: 1)
        for part in [
            PixelRectangle(x: -1, y: 0, width: 4, height: 4),
            PixelRectangle(x: 5, y: 0, width: 4, height: 4),
            PixelRectangle(x: 0, y: 0, width: 4, height: 0),
            PixelRectangle(x: .max, y: 0, width: .max, height: 4),
        ] {
            await #expect(throws: HeadError.part(part, size: 8)) {
                try await head.picture(PictureRequest(from: engine.camera(), size: 8, part: part))
            }
        }
        for samples in [1, 0, -3, 1_025] {
            await #expect(throws: HeadError.samples(samples)) {
                try await head.picture(
                    PictureRequest(from: engine.camera(), size: 8, samplesPerRay: samples))
            }
        }
    }

    @Test("more samples on a ray come nearer to a limit")
    func quality() async throws {
        let head = try await engine.head(seed: 2)
        let picture = { (samples: Int) in
            try await head.picture(
                PictureRequest(from: engine.camera(), size: 24, samplesPerRay: samples)
            ).color
        }
        let limit = try await picture(256)
        let distance = { (samples: Int) in
            zip(try await picture(samples), limit).reduce(Float(0)) { $0 + abs($1.0 - $1.1) }
        }
        let (coarse, fine) = (try await distance(4), try await distance(64))
        #expect(fine < coarse / 2 && fine > 0)
    }

    @Test("opacity makes a head transparent around, and bytes have the stride that is asked for")
    func bytes() async throws {
        let picture = try await engine.head(seed: 3).picture(from: engine.camera(), size: 32)
        let clear = picture.rgba
        for pixel in 0..<32 * 32 {
            #expect(clear[4 * pixel] == picture.rgb[3 * pixel])
            let opacity = UInt8((255 * min(max(picture.opacity[pixel], 0), 1)).rounded())
            #expect(clear[4 * pixel + 3] == opacity)
        }
        // In the middle there is a head, in a corner none.
        #expect(clear[4 * (16 * 32 + 16) + 3] > 200 && clear[3] < 60)
        let rows = picture.rgba(bytesPerRow: 140, isTransparent: false)
        #expect(rows.count == 140 * 32 && rows[128..<140].allSatisfy { $0 == 0 })
        #expect(Array(rows[140..<143]) == Array(picture.rgb[96..<99]) && rows[143] == 255)
        #expect(picture.rgba(bytesPerRow: 128, isTransparent: true) == clear)
    }

    @Test("depths are distances: those of the head before those of what is behind it")
    func depth() async throws {
        let picture = try await engine.head(seed: 3).picture(from: engine.camera(), size: 32)
        let (near, far) = (Float(picture.camera.near), Float(picture.camera.far))
        #expect(picture.depth.allSatisfy { $0 > near && $0 < far + 1e-3 })
        #expect(picture.depth[16 * 32 + 16] < picture.depth[0])
        #expect(picture.depthRGB[3 * (16 * 32 + 16)] > picture.depthRGB[0])
    }

    @Test("frames along a path are the pictures of its cameras, in order")
    func frames() async throws {
        let head = try await engine.head(seed: 4)
        var frames: [HeadPicture] = []
        for try await frame in head.frames(along: .yaw, count: 4, size: 12) { frames.append(frame) }
        let cameras = CameraPath.yaw.cameras(frames: 4, base: engine.configuration.camera)
        #expect(frames.map(\.camera) == cameras)
        #expect(frames[1] == (try await head.picture(from: cameras[1], size: 12)))
    }

    @Test("a stream of frames that is left early ends the work, and errors come out of it")
    func leftFrames() async throws {
        let head = try await engine.head(seed: 4)
        for try await _ in head.frames(along: .circle, count: 10_000, size: 64) { break }
        // Whoever asks next does not wait for the ten thousand.
        _ = try await head.picture(from: engine.camera(), size: 8)
        await #expect(throws: HeadError.size(0)) {
            for try await _ in head.frames(along: .yaw, count: 2, size: 0) {}
        }
    }

    @Test("tiles come one by one and are the picture")
    func tiles() async throws {
        let head = try await engine.head(seed: 5)
        let request = PictureRequest(from: engine.camera(), size: 64)
        var (color, tiles) = ([Float](repeating: .nan, count: 3 * 64 * 64), 0)
        for try await tile in head.tiles(request) {
            tiles += 1
            for (index, pixel) in tile.pixels.enumerated() {
                for channel in 0..<3 {
                    color[3 * pixel + channel] = tile.color[3 * index + channel]
                }
            }
        }
        #expect(tiles > 1)
        #expect(color == (try await head.picture(request).color))
    }

    @Test("requests take turns in their order, and one that is cancelled leaves the queue")
    func turns() async throws {
        let head = try await engine.head(seed: 6)
        let finished = Mutex<[Int]>([])
        let camera = engine.camera()
        // It keeps all threads busy for some seconds; the others wait behind it.
        let (begun, begins) = AsyncStream.makeStream(of: Void.self)
        let long = Task {
            try await head.picture(from: camera, size: 2_048) { _ in begins.yield() }
        }
        for await _ in begun { break }
        let waiting = Task {
            _ = try await head.picture(from: camera, size: 8)
            finished.withLock { $0.append(1) }
        }
        let given = Task { try await head.picture(from: camera, size: 8) }
        given.cancel()
        await #expect(throws: CancellationError.self) { try await given.value }
        #expect(finished.withLock { $0.isEmpty }, "it is not its turn yet")
        long.cancel()
        try await waiting.value
        await #expect(throws: CancellationError.self) { try await long.value }
        #expect(finished.withLock { $0 } == [1])
    }

    @Test(
        "styles are mapped, moved, mixed and saved", arguments: ["head.safetensors", "head.json"])
    func styles(_ name: String) async throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent(name)
        let (one, other) = (try await engine.styles(seed: 1), try await engine.styles(seed: 2))
        let mean = try await engine.meanStyles()
        let styles = one.moved(to: other, by: 0.3).mixed(with: other, in: 16...1_024)
            .truncated(Truncation(psi: 0.8), mean: mean)
        try styles.write(to: url)
        let read = try HeadStyles(contentsOf: url)
        #expect(read == styles)
        let pictures = [
            try await engine.head(read).picture(from: engine.camera(), size: 9),
            try await engine.head(styles).picture(from: engine.camera(), size: 9),
        ]
        #expect(pictures[0] == pictures[1])
        let byPsi = try await engine.head(seed: 1, truncation: Truncation(psi: 0.5))
        let byStyles = try await engine.head(one.truncated(Truncation(psi: 0.5), mean: mean))
        #expect(
            try await byPsi.picture(from: engine.camera(), size: 9)
                == byStyles.picture(from: engine.camera(), size: 9))
    }

    @Test(
        "files that hold no head, and styles of another model or of infinite numbers, are refused")
    func wrongStyles() async throws {
        let folder = try TemporaryFolder()
        for (index, text) in ["", "{}", "[1]", "{\"shape\": [1]}", "no head"].enumerated() {
            let url = folder.url.appendingPathComponent("\(index).json")
            try Data(text.utf8).write(to: url)
            #expect(throws: HeadFileError.self) { try HeadStyles(contentsOf: url) }
        }
        #expect(throws: HeadFileError.self) {
            try HeadStyles(contentsOf: folder.url.appendingPathComponent("none"))
        }
        var styles = try await engine.styles(seed: 1)
        styles.shape[0] = .infinity
        let broken = styles
        await #expect(throws: HeadError.notShowable(PictureFault(kind: .overflow, layer: nil))) {
            try await engine.head(broken)
        }
        styles.shape.removeFirst()
        let narrow = styles
        await #expect(throws: HeadError.styleWidths(narrow, engine.configuration.generator)) {
            try await engine.head(narrow)
        }
    }
}
