import Torch

/// A layer of Inception-v3: images in, images out.
protocol InceptionLayer {
    func callAsFunction(_ x: Tensor) -> Tensor
}

/// A place in the state dict where layers find their tensors.
struct InceptionScope {
    let weights: NetworkWeights
    let path: String

    /// A place one step further in.
    subscript(name: String) -> InceptionScope {
        InceptionScope(weights: weights, path: path.isEmpty ? name : "\(path).\(name)")
    }

    /// Convolution, batch normalisation and ReLU.
    func convolution(
        _ name: String, _ inputs: Int, _ outputs: Int, _ kernel: (Int, Int), stride: Int = 1,
        padding: (Int, Int) = (0, 0)
    ) throws -> RectifiedConvolution {
        let place = self[name].path
        return RectifiedConvolution(
            convolution: try FoldedConvolution(
                inputs, outputs, kernel: kernel, stride: stride,
                padding: (vertical: padding.0, horizontal: padding.1),
                names: ("\(place).conv", "\(place).bn"), from: weights))
    }
}

/// A convolution with its normalisation, and a ReLU behind them.
struct RectifiedConvolution: InceptionLayer {
    let convolution: FoldedConvolution

    func callAsFunction(_ x: Tensor) -> Tensor { relu(convolution(x)) }
}

/// Pooling of 3 x 3 pixels.
enum Pooling: InceptionLayer {
    /// Means at every pixel; what lies beyond the edges is in no mean, as TensorFlow has it.
    case average
    /// Largest values.
    case maximum(stride: Int, padding: Int)

    func callAsFunction(_ x: Tensor) -> Tensor {
        switch self {
        case .average: x.averagePooled(side: 3, stride: 1, padding: 1)
        case .maximum(let stride, let padding):
            x.maximumPooled(side: 3, stride: stride, padding: padding)
        }
    }
}

/// Layers one behind the other.
struct Chain: InceptionLayer {
    let layers: [any InceptionLayer]

    func callAsFunction(_ x: Tensor) -> Tensor { layers.reduce(x) { $1($0) } }
}

/// Layers side by side, their channels one behind the other.
struct Branches: InceptionLayer {
    let branches: [any InceptionLayer]

    func callAsFunction(_ x: Tensor) -> Tensor {
        Tensor.concatenated(branches.map { $0(x) }, axis: 1)
    }
}
