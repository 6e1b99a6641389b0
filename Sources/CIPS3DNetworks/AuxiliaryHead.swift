import CIPS3DModel
import Torch
import TorchNN

/// Reads an image straight off the composited feature: `tanh(Linear(f))`.
///
/// A discriminator of its own judges it, so that the NeRF must carry the face and the INR cannot
/// paint one over a flat or mirror-symmetric shape.
package struct AuxiliaryHead {
    private let linear: Linear

    /// The layer of a generator.
    ///
    /// - Parameter parameters: The generator's.
    init(_ parameters: ParameterStore) {
        linear = parameters.linear(PublishedNames.auxiliaryHead)
    }

    /// Evaluates the layer.
    ///
    /// - Parameter features: `[B, R, features]`.
    /// - Returns: RGB in [-1, 1], `[B, R, 3]`.
    package func callAsFunction(_ features: Tensor) -> Tensor { tanh(linear(features)) }

    /// The layer of each image, before its tanh; they share it.
    var folded: FoldedLayer { FoldedLayer(linear) }
}
