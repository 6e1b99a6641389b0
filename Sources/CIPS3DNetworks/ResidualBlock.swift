import Torch
import TorchNN

/// Two convolutions beside a 1x1 skip, half the size: `(conv2(conv1(x)) + skip(x)) / sqrt 2`.
struct ResidualBlock {
    private let first: ConvolutionLayer
    private let second: ConvolutionLayer
    private let skip: ConvolutionLayer

    /// - Parameters:
    ///   - inputs: Channels of the incoming images.
    ///   - outputs: Channels of the result.
    ///   - halvesFirst: Whether the first convolution halves the size, or the second.
    ///   - scope: Where the parameters live.
    init(_ inputs: Int, _ outputs: Int, halvesFirst: Bool, in scope: ParameterScope) {
        first = ConvolutionLayer(
            inputs, inputs, side: 3, halves: halvesFirst, in: scope["conv1"])
        second = ConvolutionLayer(
            inputs, outputs, side: 3, halves: !halvesFirst, in: scope["conv2"])
        skip = ConvolutionLayer(
            inputs, outputs, side: 1, halves: true, isActivated: false, in: scope["skip"])
    }

    /// - Parameter x: `[B, inputs, H, W]`.
    /// - Returns: `[B, outputs, H / 2, W / 2]`.
    func callAsFunction(_ x: Tensor) -> Tensor {
        (second(first(x)) + skip(x)) * 0.5.squareRoot()
    }
}
