import CIPS3DModel
import CIPS3DNetworks
import ImageFiles

extension TrainingRun {
    /// Photographs in `reals.png`.
    private static let realsGrid = (rows: 6, columns: 8)

    /// Writes photographs as the discriminators see them.
    func writeReals() throws {
        let (rows, columns) = Self.realsGrid
        let images = try (0..<rows * columns).map { slot in
            try now.photographs.photograph(slot * now.photographs.count / (rows * columns))
        }
        try ImageGrid(rows: rows, columns: columns).arranged(images).writePNG(to: folder.realsURL)
        report(.wrote(folder.realsURL))
    }

    /// Adds heads of fixed codes by the averaged generator: a file, and a picture for TensorBoard.
    func addGrid() throws {
        let images = now.loop.progress.images
        let url = folder.fakesURL(images: images)
        let grid = FakesGrid(now.model, threads: setting.means.engine.threads).painted()
        try grid.writePNG(to: url)
        report(.wrote(url))
        tensorBoard.add(grid, in: url, images: images)
    }
}
