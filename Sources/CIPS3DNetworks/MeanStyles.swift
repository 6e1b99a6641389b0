import CIPS3DModel
import Foundation
import SafeTensors
import Torch
import TorchNN

/// The mean of the styles of 10,000 random codes, and the file that keeps it: `MeanStylesFile`.
enum MeanStyles {
    private static let batch = 500

    /// Averages the styles of all ``MeanCodes``.
    static func compute(of generator: Generator) -> Styles {
        let device = generator.parameters.device
        let sizes = generator.configuration
        var codes = MeanCodes(configuration: sizes)
        var shape = Tensor.zeros([1, sizes.nerf.styleWidth], type: .float64, device: device)
        var appearance = Tensor.zeros([1, sizes.inr.styleWidth], type: .float64, device: device)
        // One thread, so that the mean does not depend on the machine's number of them.
        withSingleThreadedOperations {
            withoutGradient {
                while let (count, shapes, appearances) = codes.nextBatch(of: batch) {
                    let styles = generator.styles(
                        shapeCodes: Tensor(
                            shapes, shape: [count, sizes.shapeLatentWidth], device: device),
                        appearanceCodes: Tensor(
                            appearances, shape: [count, sizes.appearanceLatentWidth],
                            device: device))
                    shape = shape + sum(styles.shape)
                    appearance = appearance + sum(styles.appearance)
                }
            }
        }
        let scale = 1 / Double(MeanCodes.count)
        return Styles(
            shape: (shape * scale).converted(to: generator.parameters.type),
            appearance: (appearance * scale).converted(to: generator.parameters.type))
    }

    /// The mean in a file.
    ///
    /// - Returns: Nil where there is no file, or one of other weights.
    /// - Throws: `SafeTensorsError` where the file is damaged.
    static func read(_ url: URL, of generator: Generator) throws -> Styles? {
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        let file = try SafeTensorsFile(contentsOf: url)
        guard file.metadata[MeanStylesFile.fingerprintKey] == fingerprint(of: generator) else {
            return nil
        }
        let shape = try file.floats(MeanStylesFile.shapeName)
        let appearance = try file.floats(MeanStylesFile.appearanceName)
        let sizes = generator.configuration
        guard shape.count == sizes.nerf.styleWidth, appearance.count == sizes.inr.styleWidth else {
            return nil
        }
        let device = generator.parameters.device
        return Styles(
            shape: Tensor(shape, shape: [1, shape.count], device: device),
            appearance: Tensor(appearance, shape: [1, appearance.count], device: device))
    }

    /// Writes the file in one step.
    static func write(_ mean: Styles, of generator: Generator, to url: URL) throws {
        var writer = SafeTensorsWriter(
            metadata: [MeanStylesFile.fingerprintKey: fingerprint(of: generator)])
        writer.add(MeanStylesFile.shapeName, mean.shape.reshaped(-1))
        writer.add(MeanStylesFile.appearanceName, mean.appearance.reshaped(-1))
        try writer.write(to: url)
    }

    private static func sum(_ styles: Tensor) -> Tensor {
        styles.converted(to: .float64).sum(0, keepingAxes: true)
    }

    private static func fingerprint(of generator: Generator) -> String {
        var fingerprint = Fingerprint()
        let store = generator.parameters
        for (path, tensor) in zip(store.paths, store.tensors) where MeanStylesFile.covers(path) {
            tensor.detached().withUnsafeBytes { fingerprint.add($0) }
        }
        return fingerprint.text
    }
}
