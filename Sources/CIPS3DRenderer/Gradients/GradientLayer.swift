import CIPS3DModel
import CKernels
import InnerLoops

/// A folded layer of the image at hand: forwards, and slopes led back through it.
///
/// Belongs to one thread.
final class GradientLayer {
    /// Up to so many outputs, slopes are not worth turning.
    private static let few = 4

    let inputs: Int
    let outputs: Int
    private let layer: FoldedLayout.Layer
    private let kernels: ck_kernels
    /// Packed for x → y, and for slopes of y → slopes of x.
    private let forwards: PanelBuffer
    private let backwards: PanelBuffer
    private let bias: PanelBuffer
    private let noBias: PanelBuffer
    private let turned: TurnedPanels

    /// Room for a layer.
    ///
    /// - Parameters:
    ///   - layer: Its place.
    ///   - turned: Room that all layers of a thread share.
    ///   - kernels: The inner loops.
    init(_ layer: FoldedLayout.Layer, turned: TurnedPanels, kernels: Kernels) {
        (inputs, outputs) = (layer.inputs, layer.outputs)
        self.layer = layer
        self.kernels = kernels.functions
        forwards = PanelBuffer(count: inputs * outputs)
        backwards = PanelBuffer(count: inputs * outputs)
        bias = PanelBuffer(count: outputs)
        noBias = PanelBuffer(count: inputs)
        self.turned = turned
    }

    /// Takes the weights of an image.
    ///
    /// - Parameter folded: All of its numbers.
    func take(_ folded: UnsafePointer<Float>) {
        var matrix = ck_matrix(
            values: folded + layer.start, input_stride: outputs, output_stride: 1,
            input_scale: nil, output_scale: nil, inputs: Int32(inputs), outputs: Int32(outputs),
            narrow: false)
        kernels.pack(&matrix, forwards.start)
        (matrix.input_stride, matrix.output_stride) = (1, outputs)
        (matrix.inputs, matrix.outputs) = (Int32(outputs), Int32(inputs))
        kernels.pack(&matrix, backwards.start)
        if layer.hasBias { bias.start.update(from: folded + layer.bias, count: outputs) }
    }

    /// y = activation(x W + b).
    ///
    /// - Parameters:
    ///   - panels: How many.
    ///   - x: The inputs of the panels.
    ///   - activation: What follows the product.
    ///   - y: Receives the outputs.
    func callAsFunction(
        panels: Int, _ x: Panels, activation: ck_activation = CK_LINEAR, to y: Panels
    ) {
        dense(
            forwards, bias, inputs: inputs, outputs: outputs, activation: activation, adds: false,
            panels: panels, x, to: y)
    }

    /// Leads slopes of y, before any activation, back.
    ///
    /// - Parameters:
    ///   - panels: How many.
    ///   - slopes: Of y.
    ///   - x: What the layer was given.
    ///   - gradient: Of all numbers of the image; this layer's are added to.
    ///   - ofInputs: Receives the slopes of x; nil where nobody wants them.
    ///   - adds: Whether these are added to what is there.
    func leadBack(
        panels: Int, _ slopes: Panels, x: Panels, gradient: UnsafeMutablePointer<Float>,
        to ofInputs: Panels? = nil, adds: Bool = false
    ) {
        if outputs <= Self.few {
            addFew(panels: panels, slopes, x: x, gradient: gradient)
        } else {
            add(panels: panels, slopes, x: x, gradient: gradient)
        }
        guard let ofInputs else { return }
        dense(
            backwards, noBias, inputs: outputs, outputs: inputs, activation: CK_LINEAR, adds: adds,
            panels: panels, slopes, to: ofInputs)
    }

    private func addFew(
        panels: Int, _ slopes: Panels, x: Panels, gradient: UnsafeMutablePointer<Float>
    ) {
        kernels.outer_few(
            Int32(panels), Int32(inputs), Int32(outputs), x.start, x.stride, slopes.start,
            slopes.stride, gradient + layer.start)
        if layer.hasBias {
            kernels.add_lanes(
                Int32(panels), Int32(outputs), slopes.start, slopes.stride,
                gradient + layer.bias)
        }
    }

    private func add(
        panels: Int, _ slopes: Panels, x: Panels, gradient: UnsafeMutablePointer<Float>
    ) {
        let row = turned.row(outputs)
        kernels.turn(
            Int32(panels), Int32(outputs), slopes.start, slopes.stride, turned.start, row)
        kernels.outer(
            Int32(panels), Int32(inputs), Int32(outputs), x.start, x.stride, turned.start, row,
            gradient + layer.start)
        if layer.hasBias {
            kernels.add_points(
                Int32(panels) * kernels.lanes, Int32(outputs), turned.start, row,
                gradient + layer.bias)
        }
    }

    private func dense(
        _ weights: PanelBuffer, _ bias: PanelBuffer, inputs: Int, outputs: Int,
        activation: ck_activation, adds: Bool, panels: Int, _ x: Panels, to y: Panels
    ) {
        var layer = ck_layer(
            weights: weights.start, bias: bias.start, readout: nil, inputs: Int32(inputs),
            outputs: Int32(outputs), readouts: 0, activation: activation, adds: adds,
            narrow_inputs: false, narrow_outputs: false)
        kernels.dense(&layer, Int32(panels), x.start, x.stride, y.start, y.stride, nil, 0)
    }
}

/// Where panels are: the first, and how many numbers lie from one to the next.
struct Panels {
    let start: UnsafeMutablePointer<Float>
    let stride: Int
}

/// Room for slopes that are turned to `[points][outputs]`; one layer after another needs it.
final class TurnedPanels {
    private let buffer: PanelBuffer
    private let lanes: Int

    /// Room for the largest layer.
    ///
    /// - Parameters:
    ///   - panels: The most at once.
    ///   - outputs: The most outputs of a layer.
    ///   - lanes: Points of a panel.
    init(panels: Int, outputs: Int, lanes: Int) {
        self.lanes = lanes
        let row = (outputs + lanes - 1) / lanes * lanes
        buffer = PanelBuffer(count: panels * lanes * row)
    }

    /// The first number.
    var start: UnsafeMutablePointer<Float> { buffer.start }

    /// Numbers of a row: a panel has two vectors of lanes, as has a block of outputs.
    func row(_ outputs: Int) -> Int { (outputs + lanes - 1) / lanes * lanes }
}
