import CIPS3DModel
import HeadPictures
import ParallelWork

extension FusedEngine {
    /// The mean styles of the model, computed on all threads where they are not known yet.
    func meanStyles() -> MeanStyles { mean { computeMean() } }

    private func computeMean() -> MeanStyles {
        let sizes = configuration.generator
        var shape = [Double](repeating: 0, count: sizes.nerf.styleWidth)
        var appearance = [Double](repeating: 0, count: sizes.inr.styleWidth)
        var codes = MeanCodes(configuration: sizes)
        while let (count, shapes, appearances) = codes.nextBatch(of: 500) {
            let styles = ThreadTeam(threads).map(count) { [mapping] index in
                let (s, a) = (sizes.shapeLatentWidth, sizes.appearanceLatentWidth)
                return (
                    mapping.shape(Array(shapes[index * s..<(index + 1) * s])),
                    mapping.appearance(Array(appearances[index * a..<(index + 1) * a]))
                )
            }
            for style in styles {
                for (index, value) in style.0.enumerated() { shape[index] += Double(value) }
                for (index, value) in style.1.enumerated() { appearance[index] += Double(value) }
            }
        }
        let count = Double(MeanCodes.count)
        return MeanStyles(
            shape: shape.map { Float($0 / count) }, appearance: appearance.map { Float($0 / count) }
        )
    }
}
