import CIPS3DModel
import Foundation
import SafeTensors
import Synchronization

/// The mean of the styles of all ``CIPS3DModel/MeanCodes``, which truncation draws heads towards, and the file
/// that keeps it beside a model's weights.
///
/// The file's metadata has the fingerprint of the mapping networks, tensor by tensor in the published order: a
/// mean of other weights is not used.
package struct MeanStyles: Sendable, Equatable {
    private static let shapeName = "mean_nerf"
    private static let appearanceName = "mean_inr"
    private static let fingerprintKey = "mapping_networks"

    /// Of the shape, `[nerf.styleWidth]`.
    package let shape: [Float]
    /// Of the appearance, `[inr.styleWidth]`.
    package let appearance: [Float]

    /// Given styles.
    package init(shape: [Float], appearance: [Float]) {
        (self.shape, self.appearance) = (shape, appearance)
    }

    /// The mean head.
    ///
    /// - Parameter configuration: The model's sizes.
    /// - Returns: The same appearance in all blocks.
    package func head(_ configuration: GeneratorConfiguration) -> HeadStyles {
        HeadStyles(shape: shape, appearance: appearance, blocks: configuration.inr.blocks)
    }

    /// Whether styles depend on a tensor.
    ///
    /// - Parameter name: Its published name.
    /// - Returns: True for the tensors of both mapping networks.
    package static func dependOn(_ name: String) -> Bool { name.hasPrefix("mapping_network_") }

    /// The mean in a file.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - fingerprint: Of the mapping networks.
    ///   - configuration: The model's sizes.
    /// - Returns: Nil where there is no file, or one of other weights.
    /// - Throws: `SafeTensorsError` where the file is damaged.
    package static func read(
        _ url: URL, fingerprint: String, _ configuration: GeneratorConfiguration
    ) throws -> MeanStyles? {
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        let file = try SafeTensorsFile(contentsOf: url)
        guard file.metadata[fingerprintKey] == fingerprint else { return nil }
        let mean = MeanStyles(
            shape: try file.floats(shapeName), appearance: try file.floats(appearanceName))
        let fits =
            mean.shape.count == configuration.nerf.styleWidth
            && mean.appearance.count == configuration.inr.styleWidth
        return fits ? mean : nil
    }

    /// Writes the file in one step.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - fingerprint: Of the mapping networks.
    /// - Throws: `AtomicFileError` or `SafeTensorsError` where the system refuses.
    package func write(to url: URL, fingerprint: String) throws {
        var writer = SafeTensorsWriter(metadata: [Self.fingerprintKey: fingerprint])
        writer.add(Self.shapeName, shape: [shape.count], floats: shape)
        writer.add(Self.appearanceName, shape: [appearance.count], floats: appearance)
        try writer.write(to: url)
    }
}

/// The mean styles of a model: those that came with it, or computed when they are first asked for.
package final class MeanOfModel: Sendable {
    private let value: Mutex<MeanStyles?>

    /// A mean that is known, or nil.
    package init(_ stored: MeanStyles?) { value = Mutex(stored) }

    /// The mean, computed where it is not known yet.
    package func callAsFunction(_ compute: () -> MeanStyles) -> MeanStyles {
        value.withLock { value in
            let known = value ?? compute()
            value = known
            return known
        }
    }
}
