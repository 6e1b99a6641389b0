import CIPS3DModel
import Torch
import TorchNN

/// A linear layer to three channels, without modulation.
package struct ToRGB {
    private let linear: Linear

    /// A layer of tensors that are made already.
    ///
    /// - Parameters:
    ///   - names: Which ones.
    ///   - parameters: Where they are.
    init(_ names: PublishedNames.Layer, in parameters: ParameterStore) {
        linear = parameters.linear(names)
    }

    /// Evaluates the layer.
    ///
    /// - Parameter x: `[B, R, inputs]`.
    /// - Returns: `[B, R, 3]`.
    package func callAsFunction(_ x: Tensor) -> Tensor { linear(x) }

    /// The layer of each image; they share it.
    var folded: FoldedLayer { FoldedLayer(linear) }
}
