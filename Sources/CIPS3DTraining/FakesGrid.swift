import CIPS3DModel
import CIPS3DNetworks
import ImageFiles
import Torch
import VolumeRendering

/// Heads of fixed codes: a row for each head, columns of yaw, then a row of auxiliary images.
struct FakesGrid {
    private static let seeds: [UInt64] = Array(0..<6)
    /// In standard deviations of the training views.
    private static let yaws = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5]

    /// Bounds the memory: at the published sizes a ray takes some 50 KB on its way.
    private static let raysAtOnce = 8_192

    let generator: Generator
    let size: Int

    /// Paints the grid; the auxiliary row is of the first head.
    func painted() -> Image {
        let heads = Self.seeds.map(views)
        let rows = heads.map(\.colors) + heads.prefix(1).map(\.auxiliaries)
        return ImageGrid(rows: rows.count, columns: Self.yaws.count)
            .arranged(rows.flatMap { $0 })
    }

    private func views(_ seed: UInt64) -> (colors: [Image], auxiliaries: [Image]) {
        withoutGradient {
            let codes = HeadCodes(seed: seed, configuration: generator.configuration)
            let device = generator.parameters.device
            let styles = generator.styles(
                shapeCodes: Tensor(codes.shape, shape: [1, codes.shape.count], device: device),
                appearanceCodes: Tensor(
                    codes.appearance, shape: [1, codes.appearance.count], device: device))
            let views = Self.yaws.map { deviations in
                view(deviations * generator.camera.yawDeviation, styles)
            }
            return (views.map(\.0), views.map(\.1))
        }
    }

    private func view(_ yaw: Double, _ styles: Styles) -> (Image, Image) {
        let camera = Camera(generator.camera, yaw: .degrees(yaw))
        let rays = Rays(cameras: [camera], size: size, device: generator.parameters.device)
        let parts = stride(from: 0, to: rays.count, by: Self.raysAtOnce).map { start in
            generator.render(
                rays.narrowed(start..<min(start + Self.raysAtOnce, rays.count)), styles: styles,
                draws: .deterministic)
        }
        let rendered = RenderedRays.joined(parts)
        return (image(rendered.color), image(rendered.auxiliary))
    }

    private func image(_ rays: Tensor) -> Image {
        let bytes = round((rays + 1) * 127.5).clamped(minimum: 0).clamped(maximum: 255)
        return Image(
            width: size, height: size, pixels: bytes.converted(to: .uint8).array(of: UInt8.self))
    }
}
