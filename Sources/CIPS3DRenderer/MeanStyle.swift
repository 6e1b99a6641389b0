import CIPS3DModel
import Foundation
import ParallelWork
import SafeTensors
import Synchronization

/// The mean of the styles of 10,000 random codes: read with the model, or computed when it is
/// first asked for.
package final class MeanStyle: Sendable {
    /// The two mean styles.
    package struct Value: Sendable {
        /// Of the shape, `[nerf.styleWidth]`.
        let shape: [Float]
        /// Of the appearance, `[inr.styleWidth]`.
        let appearance: [Float]

        /// Given styles.
        package init(shape: [Float], appearance: [Float]) {
            (self.shape, self.appearance) = (shape, appearance)
        }
    }

    private let value: Mutex<Value?>

    init(stored: Value?) { value = Mutex(stored) }

    /// The mean in a file.
    ///
    /// - Returns: Nil where there is no file, or one of other weights.
    /// - Throws: `SafeTensorsError` where the file is damaged.
    static func read(_ url: URL, weights: GeneratorWeights) throws -> Value? {
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        let file = try SafeTensorsFile(contentsOf: url)
        guard file.metadata[MeanStylesFile.fingerprintKey] == weights.fingerprint else {
            return nil
        }
        let shape = try file.floats(MeanStylesFile.shapeName)
        let appearance = try file.floats(MeanStylesFile.appearanceName)
        let sizes = weights.configuration
        guard shape.count == sizes.nerf.styleWidth, appearance.count == sizes.inr.styleWidth else {
            return nil
        }
        return Value(shape: shape, appearance: appearance)
    }

    /// The mean, computed where it is not known yet.
    func callAsFunction(_ compute: () -> Value) -> Value {
        value.withLock { value in
            let known = value ?? compute()
            value = known
            return known
        }
    }
}

extension Renderer {
    /// The mean styles of the model.
    func meanStyle() -> MeanStyle.Value { mean { computeMeanStyle() } }

    private func computeMeanStyle() -> MeanStyle.Value {
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
        return MeanStyle.Value(
            shape: shape.map { Float($0 / count) }, appearance: appearance.map { Float($0 / count) }
        )
    }
}

extension [Float] {
    /// mean + psi (style - mean); the style itself where there is no mean.
    func drawn(to mean: [Float]?, by truncation: Truncation) -> [Float] {
        mean?.moved(to: self, by: truncation.psi) ?? self
    }

    /// The style on the straight line to another: `w + share (w' - w)`.
    func moved(to target: [Float], by share: Double) -> [Float] {
        let share = Float(share)
        return zip(self, target).map { $0 + share * ($1 - $0) }
    }
}
