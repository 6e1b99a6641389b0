import Torch
import TorchNN

/// Reads an image straight off the composited feature: `tanh(Linear(f))`.
///
/// A discriminator of its own judges it, so that the NeRF must carry the face and the INR cannot
/// paint one over a flat or mirror-symmetric shape.
public struct AuxiliaryHead {
    private let linear: Linear

    /// Makes the layer.
    ///
    /// - Parameters:
    ///   - features: Channels of a pixel's feature.
    ///   - scope: Where the parameters live.
    public init(features: Int, in scope: ParameterScope) {
        linear = Linear(features, 3, weights: .siren(inputs: features, frequency: 25), in: scope[0])
    }

    /// Evaluates the layer.
    ///
    /// - Parameter features: `[B, R, features]`.
    /// - Returns: RGB in [-1, 1], `[B, R, 3]`.
    public func callAsFunction(_ features: Tensor) -> Tensor { tanh(linear(features)) }
}
