import CIPS3DModel
import Torch
import TorchNN

extension ParameterStore {
    /// Makes tensors with their initial values, in order.
    ///
    /// - Parameters:
    ///   - tensors: What to make, by the keys of a weights file.
    ///   - frozen: Parts that are not learned.
    package func make(_ tensors: [PublishedNames.Tensor], frozen: Set<GeneratorPart> = []) {
        for tensor in tensors {
            let part = GeneratorPart(ofTensor: tensor.name)
            _ = root.frozen(part.map(frozen.contains) ?? false)
                .parameter(tensor.name, tensor.shape, tensor.initial)
        }
    }

    /// A tensor that was made before.
    func tensor(_ name: String) -> Tensor {
        guard let tensor = self[name] else { preconditionFailure("no parameter \(name)") }
        return tensor
    }

    /// A linear layer of tensors that were made before.
    func linear(_ names: PublishedNames.Layer) -> Linear {
        Linear(weight: tensor(names.weight), bias: tensor(names.bias))
    }

    /// A layer norm of tensors that were made before.
    func layerNorm(_ names: PublishedNames.Layer) -> LayerNorm {
        LayerNorm(weight: tensor(names.weight), bias: tensor(names.bias))
    }
}
