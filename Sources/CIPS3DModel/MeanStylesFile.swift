/// How `mean.safetensors` names what it holds.
///
/// The file keeps the mean of the styles of all ``MeanCodes``, which truncation draws heads towards.
/// Its metadata has the ``Fingerprint`` of the mapping networks, tensor by tensor in the published
/// order: a mean of other weights is not used.
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
}
