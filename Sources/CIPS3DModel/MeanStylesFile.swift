/// How `mean.safetensors` names what it holds.
///
/// The file keeps the mean of the styles of all ``MeanCodes``, which truncation draws heads towards.
/// Its metadata has a fingerprint of the mapping networks: a mean of other weights is not used.
public enum MeanStylesFile {
    /// The mean style of the shape, `[nerf.styleWidth]`.
    public static let shapeName = "mean_nerf"
    /// The mean style of the appearance, `[inr.styleWidth]`.
    public static let appearanceName = "mean_inr"
    /// The key of the fingerprint in the metadata.
    public static let fingerprintKey = "mapping_networks"

    /// Whether styles depend on a tensor.
    ///
    /// - Parameter name: Its published name.
    /// - Returns: True for the tensors of both mapping networks.
    public static func covers(_ name: String) -> Bool { name.hasPrefix("mapping_network_") }

    /// FNV-1a of the bytes of the mapping networks, tensor by tensor in the published order.
    public struct Fingerprint: Sendable {
        private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

        /// Of nothing yet.
        public init() {}

        /// Goes on over the bytes of a tensor.
        ///
        /// - Parameter bytes: Its elements in single precision, little-endian and row-major.
        public mutating func add(_ bytes: UnsafeRawBufferPointer) {
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }

        /// Hexadecimal digits.
        public var text: String { String(hash, radix: 16) }
    }
}
