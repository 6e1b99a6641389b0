import CIPS3DModel
import HeadPictures
import Torch
import TorchNN

extension Model {
    private static let meanBatch = 500

    /// The mean style of 10,000 random heads, as stored with the model or else computed now.
    package func meanStyles() -> MeanStyles { storedMean ?? computedMean() }

    /// Averages the styles of all `MeanCodes`.
    private func computedMean() -> MeanStyles {
        let device = generator.parameters.device
        let sizes = generator.configuration
        var codes = MeanCodes(configuration: sizes)
        var shape = Tensor.zeros([1, sizes.nerf.styleWidth], type: .float64, device: device)
        var appearance = Tensor.zeros([1, sizes.inr.styleWidth], type: .float64, device: device)
        // One thread, so that the mean does not depend on the machine's number of them.
        withSingleThreadedOperations {
            withoutGradient {
                while let (count, shapes, appearances) = codes.nextBatch(of: Self.meanBatch) {
                    let styles = generator.styles(
                        shapeCodes: Tensor(
                            shapes, shape: [count, sizes.shapeLatentWidth], device: device),
                        appearanceCodes: Tensor(
                            appearances, shape: [count, sizes.appearanceLatentWidth],
                            device: device))
                    shape = shape + Self.sum(styles.shape)
                    appearance = appearance + Self.sum(styles.appearance)
                }
            }
        }
        let numbers = { (sum: Tensor) -> [Float] in
            (sum * (1 / Double(MeanCodes.count))).converted(to: .float32).array()
        }
        return MeanStyles(shape: numbers(shape), appearance: numbers(appearance))
    }

    private static func sum(_ styles: Tensor) -> Tensor {
        styles.converted(to: .float64).sum(0, keepingAxes: true)
    }
}

extension Generator {
    /// The fingerprint of the mapping networks, as the file of mean styles has it.
    var mappingFingerprint: String {
        var fingerprint = Fingerprint()
        for (path, tensor) in zip(parameters.paths, parameters.tensors)
        where MeanStyles.dependOn(path) {
            tensor.detached().withUnsafeBytes { fingerprint.add($0) }
        }
        return fingerprint.text
    }
}
