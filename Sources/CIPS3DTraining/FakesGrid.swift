import CIPS3DModel
import CIPS3DNetworks
import HeadPictures
import ImageFiles
import ParallelWork
import Torch

/// Heads of fixed codes: a row for each head, columns of yaw, then a row of auxiliary images.
struct FakesGrid {
    private static let seeds: [UInt64] = Array(0..<6)
    /// In standard deviations of the training views.
    private static let yaws = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5]

    private let model: Model
    private let engine: TorchEngine

    /// A grid of a model that is being trained.
    ///
    /// - Parameters:
    ///   - model: Whose heads.
    ///   - threads: How many may compute at once.
    init(_ model: Model, threads: Int) {
        self.model = model
        engine = TorchEngine(model, threads: threads)
    }

    /// Paints the grid; the auxiliary row is of the first head.
    func painted() -> Image {
        let heads = Self.seeds.map(views)
        let rows = heads.map { $0.map(\.color) } + heads.prefix(1).map { $0.map(\.auxiliary) }
        return ImageGrid(rows: rows.count, columns: Self.yaws.count)
            .arranged(rows.joined().map(image))
    }

    /// A picture that cannot be shown is painted all the same: it is there to be seen.
    private func views(_ seed: UInt64) -> [RenderedPixels] {
        let (camera, size) = (model.configuration.camera, model.configuration.imageSize)
        let head = try? engine.makeHead(engine.makeStyles(seed: seed))
        return Self.yaws.map { deviations in
            let view = Camera(camera, yaw: .degrees(deviations * camera.yawDeviation))
            var picture = RenderedPixels(blank: size * size)
            try? head?.render(
                PictureRequest(from: view, size: size), cancellation: Cancellation()
            ) { picture.place($0) }
            return picture
        }
    }

    private func image(_ colors: [Float]) -> Image {
        let size = model.configuration.imageSize
        return Image(width: size, height: size, pixels: colors.map(UInt8.init(color:)))
    }
}
