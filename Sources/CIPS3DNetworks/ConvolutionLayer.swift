import Torch
import TorchNN

/// [blur] -> convolution -> [bias, leaky ReLU], as StyleGAN2's discriminator is built.
struct ConvolutionLayer {
    private let side: Int
    private let blur: Blur?
    private let convolve: EqualizedConvolution
    private let activation: BiasedLeakyReLU?

    /// - Parameters:
    ///   - inputs: Channels of the incoming images.
    ///   - outputs: Channels of the result.
    ///   - side: Side of the kernel: 1 or 3.
    ///   - halves: Whether the result has half the size.
    ///   - isActivated: Whether bias and activation follow.
    ///   - scope: Where the parameters live.
    init(
        _ inputs: Int, _ outputs: Int, side: Int, halves: Bool = false, isActivated: Bool = true,
        in scope: ParameterScope
    ) {
        self.side = side
        blur = halves ? Blur(in: scope["down_blur"]) : nil
        convolve = EqualizedConvolution(inputs, outputs, side: side, in: scope["equal_conv"])
        activation = isActivated ? BiasedLeakyReLU(outputs, in: scope["flrelu"]) : nil
    }

    /// - Parameter x: `[B, inputs, H, W]`.
    /// - Returns: `[B, outputs, H, W]`, or half of both sides.
    func callAsFunction(_ x: Tensor) -> Tensor {
        let y = convolved(x)
        return activation?(y) ?? y
    }

    private func convolved(_ x: Tensor) -> Tensor {
        guard let blur else { return convolve(x, stride: 1, padding: (side - 1) / 2) }
        // Padded so that the strided convolution gives exactly half.
        let padding = side + 1
        let (before, after) = ((padding + 1) / 2, padding / 2)
        if side == 1 {
            // Pixels that a 1x1 convolution would pass over need not be blurred.
            return convolve(blur(x, before: before, after: after, stride: 2), stride: 1, padding: 0)
        }
        return convolve(blur(x, before: before, after: after, stride: 1), stride: 2, padding: 0)
    }
}
