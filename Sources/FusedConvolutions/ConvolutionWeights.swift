/// A convolution as it comes from a file: numbers and geometry.
package struct ConvolutionWeights: Sendable, Equatable {
    /// `[outputs][inputs][kernel][kernel]`; depthwise `[outputs][1][kernel][kernel]`.
    package let values: [Float]
    /// `[outputs]`; empty where there is none.
    package let bias: [Float]
    package let inputs: Int
    package let outputs: Int
    /// Taps on a side.
    package let kernel: Int
    /// Pixels from one result to the next.
    package let stride: Int
    /// Zeros before the first and behind the last pixel of a row and of a column, given its length.
    package let padding: Padding
    /// Whether each channel sees itself alone.
    package let isDepthwise: Bool
    /// What the values are multiplied by.
    package var factor: Float = 1

    /// Zeros around an image.
    package enum Padding: Sendable, Equatable {
        /// As many on all sides.
        case even(Int)
        /// As TensorFlow has it: ⌈length / stride⌉ results, and an odd zero comes behind.
        case tensorFlow
    }

    package init(
        values: [Float], bias: [Float] = [], inputs: Int, outputs: Int, kernel: Int,
        stride: Int = 1,
        padding: Padding = .even(0), isDepthwise: Bool = false
    ) {
        precondition(
            values.count == outputs * (isDepthwise ? 1 : inputs) * kernel * kernel,
            "weights of a convolution")
        (self.values, self.bias, self.inputs, self.outputs) = (values, bias, inputs, outputs)
        (self.kernel, self.stride, self.padding) = (kernel, stride, padding)
        self.isDepthwise = isDepthwise
    }

    /// Results on a side.
    package func resultSide(_ side: Int) -> Int {
        switch padding {
        case .even(let zeros): (side + 2 * zeros - kernel) / stride + 1
        case .tensorFlow: (side + stride - 1) / stride
        }
    }
}
