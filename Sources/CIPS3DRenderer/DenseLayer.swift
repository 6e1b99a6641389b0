import CKernels
import InnerLoops

/// A layer with packed weights: `y = activation(x W + b) [+ y]`.
///
/// Not checked by the compiler: `layer` points into the buffers beside it, which nobody writes to
/// once the layer is made.
final class DenseLayer: @unchecked Sendable {
    /// The weights before they are packed.
    struct Matrix {
        /// Row-major.
        let values: [Float]
        let inputs: Int
        let outputs: Int
        /// Whether a row belongs to an input, as in modulated layers, or to an output, as in
        /// linear ones.
        var rowsAreInputs = false
        /// Each input's factor, `[inputs]`; nil is all ones.
        var inputScale: [Float]?
        /// Each output's factor, `[outputs]`; nil is all ones.
        var outputScale: [Float]?
    }

    /// What happens to the product.
    struct Behaviour {
        var activation = CK_LINEAR
        /// Whether it is added to what stands in its place.
        var adds = false
        /// Whether the inputs are narrow, and so the products.
        var narrowInputs = false
        var narrowOutputs = false
    }

    let layer: ck_layer
    private let weights: PanelBuffer
    private let bias: PanelBuffer
    private let readout: PanelBuffer
    private let dense:
        @convention(c) (
            UnsafePointer<ck_layer>?, Int32, UnsafeRawPointer?, Int, UnsafeMutableRawPointer?, Int,
            UnsafeMutablePointer<Float>?, Int
        ) -> Void

    /// Packs a layer; one with numbers that are too large gives NaN.
    ///
    /// - Parameters:
    ///   - matrix: The weights.
    ///   - bias: `[outputs]`; nil is zeros.
    ///   - readout: Rows of `[outputs]`: sums that are read off the result.
    ///   - behaviour: What happens to the product.
    ///   - kernels: Whose layout the weights get.
    init(
        _ matrix: Matrix, bias: [Float]?, readout: [[Float]] = [], behaviour: Behaviour,
        kernels: Kernels
    ) {
        precondition(matrix.values.count == matrix.inputs * matrix.outputs)
        weights = PanelBuffer(
            count: kernels.functions.packed_words(
                Int32(matrix.inputs), Int32(matrix.outputs), behaviour.narrowInputs))
        self.bias = PanelBuffer(bias ?? [Float](repeating: 0, count: matrix.outputs))
        self.readout = PanelBuffer(readout.flatMap { $0 })
        precondition(
            self.bias.count == matrix.outputs
                && self.readout.count == readout.count * matrix.outputs)
        Self.pack(matrix, narrow: behaviour.narrowInputs, into: weights, kernels: kernels)
        // Sines and norms would hide it; NaN arrives at the pixel.
        if Overflow.isIn(weights, narrow: behaviour.narrowInputs)
            || Overflow.isIn(self.bias) || Overflow.isIn(self.readout)
        {
            self.bias.start.update(repeating: .nan, count: self.bias.count)
        }
        layer = ck_layer(
            weights: weights.start, bias: self.bias.start, readout: self.readout.start,
            inputs: Int32(matrix.inputs), outputs: Int32(matrix.outputs),
            readouts: Int32(readout.count), activation: behaviour.activation,
            adds: behaviour.adds, narrow_inputs: behaviour.narrowInputs,
            narrow_outputs: behaviour.narrowOutputs)
        dense = kernels.functions.dense
    }

    /// Evaluates the layer on panels.
    ///
    /// - Parameters:
    ///   - panels: How many.
    ///   - x: The first panel's inputs, `[inputs][lanes]`.
    ///   - xStride: Numbers from a panel of x to the next.
    ///   - y: The first panel's outputs, `[outputs][lanes]`.
    ///   - yStride: Numbers from a panel of y to the next.
    ///   - sums: The first panel's readout sums, `[readouts][lanes]`, which are added to.
    ///   - sumsStride: Numbers from a panel of sums to the next.
    func callAsFunction(
        panels: Int, _ x: UnsafePointer<Float>, xStride: Int, to y: UnsafeMutablePointer<Float>,
        yStride: Int, sums: UnsafeMutablePointer<Float>? = nil, sumsStride: Int = 0
    ) {
        withUnsafePointer(to: layer) {
            dense($0, Int32(panels), x, xStride, y, yStride, sums, sumsStride)
        }
    }

    private static func pack(
        _ matrix: Matrix, narrow: Bool, into packed: PanelBuffer, kernels: Kernels
    ) {
        matrix.values.withUnsafeBufferPointer { values in
            withOptionalPointer(matrix.inputScale) { inputScale in
                withOptionalPointer(matrix.outputScale) { outputScale in
                    var description = ck_matrix(
                        values: values.baseAddress,
                        input_stride: matrix.rowsAreInputs ? matrix.outputs : 1,
                        output_stride: matrix.rowsAreInputs ? 1 : matrix.inputs,
                        input_scale: inputScale, output_scale: outputScale,
                        inputs: Int32(matrix.inputs), outputs: Int32(matrix.outputs),
                        narrow: narrow)
                    kernels.functions.pack(&description, packed.start)
                }
            }
        }
    }
}

/// Numbers at an address, or none.
func withOptionalPointer<Result>(
    _ values: [Float]?, _ body: (UnsafePointer<Float>?) -> Result
) -> Result {
    guard let values else { return body(nil) }
    return values.withUnsafeBufferPointer { body($0.baseAddress) }
}
