import CIPS3DModel
import CIPS3DRenderer
import Foundation
import HeadPictures
import ImageFiles

/// Ten things that an app may want, each in ten lines or fewer.
struct TenThings {
    let engine: FusedEngine

    /// 1. A face for a user: the same name has the same face, today and on every machine.
    func avatar(of name: String, size: Int) async throws -> HeadPicture {
        // FNV-1a; Swift's own hashes differ from run to run.
        let seed = name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        let head = try await engine.head(seed: seed, truncation: Truncation(psi: 0.8))
        return try await head.picture(from: engine.camera(), size: size)
    }

    /// 2. A sticker: the head alone, transparent around.
    func sticker(seed: UInt64, size: Int) async throws -> TransparentImage {
        let head = try await engine.head(seed: seed)
        let picture = try await head.picture(from: engine.camera(yaw: .degrees(15)), size: size)
        return TransparentImage(width: size, height: size, pixels: picture.rgba)
    }

    /// 3. A head that turns, frame by frame.
    func turn(seed: UInt64, show: (HeadPicture) -> Void) async throws {
        let head = try await engine.head(seed: seed)
        for try await frame in head.frames(along: .yaw, count: 12, size: 96) { show(frame) }
    }

    /// 4. A head that looks at the pointer: it is at -1...1, rightwards and downwards.
    func follow(_ pointer: SIMD2<Double>, _ head: any PreparedHead) async throws -> HeadPicture {
        let optics = engine.configuration.camera
        let camera = engine.camera(
            yaw: .degrees(-1.5 * pointer.x * optics.yawDeviation),
            pitch: .degrees(1.5 * pointer.y * optics.pitchDeviation))
        return try await head.picture(from: camera, size: 96)
    }

    /// 5. One head that becomes another.
    func morph(_ one: UInt64, _ other: UInt64, show: (HeadPicture) -> Void) async throws {
        let (from, to) = (try await engine.styles(seed: one), try await engine.styles(seed: other))
        for step in 0...10 {
            let head = try await engine.head(from.moved(to: to, by: Double(step) / 10))
            show(try await head.picture(from: engine.camera(), size: 96))
        }
    }

    /// 6. The shape of one head in the colours of another.
    func mix(shape: UInt64, colors: UInt64) async throws -> HeadPicture {
        let painter = try await engine.styles(seed: colors)
        let mixed = try await engine.styles(seed: shape).mixed(with: painter, in: 4...1024)
        return try await engine.head(mixed).picture(from: engine.camera(), size: 96)
    }

    /// 7. A head that is kept in a file and opened again.
    func keep(seed: UInt64, in file: URL) async throws -> HeadPicture {
        try await engine.styles(seed: seed).write(to: file)
        let head = try await engine.head(HeadStyles(contentsOf: file))
        return try await head.picture(from: engine.camera(), size: 96)
    }

    /// 8. Depths for a 3D effect, white near and black far, in sixteen bits.
    func depths(seed: UInt64, size: Int) async throws -> GrayImage16 {
        let head = try await engine.head(seed: seed)
        let picture = try await head.picture(from: engine.camera(), size: size)
        let (near, far) = (Float(picture.camera.near), Float(picture.camera.far))
        let shares = picture.depth.map { min(max((far - $0) / (far - near), 0), 1) }
        return GrayImage16(width: size, height: size, pixels: shares.map { UInt16($0 * 65_535) })
    }

    /// 9. Zooming: only what the window shows of a large picture is rendered.
    func zoom(_ head: any PreparedHead, to part: PixelRectangle) async throws -> HeadPicture {
        try await head.picture(PictureRequest(from: engine.camera(), size: 2048, part: part))
    }

    /// 10. A slider: at once a coarse picture, then the fine one; the task of the former place is cancelled.
    func slide(
        to yaw: Angle, _ head: any PreparedHead, show: @escaping @Sendable (HeadPicture) -> Void
    )
        -> Task<Void, any Error>
    {
        Task {
            let camera = engine.camera(yaw: yaw)
            show(try await head.picture(PictureRequest(from: camera, size: 32, samplesPerRay: 4)))
            show(try await head.picture(from: camera, size: 256))
        }
    }
}
