import InnerLoops

/// The layers of a head, forwards and backwards, with the gradients of their weights.
///
/// It is computed by slices of images, and its weights' gradients tap by tap: ``FusedHeads`` says by whom.
///
/// Not checked by the compiler: threads keep to their own images and taps.
final class FusedStack: @unchecked Sendable {
    private let layers: [FusedStackLayer]
    private let output: FusedOutput
    private let input: PanelBuffer
    private let images: Int

    /// Packs the weights.
    ///
    /// - Parameters:
    ///   - weights: As they are at this moment.
    ///   - side: Pixels on a side of the images.
    ///   - images: How many.
    ///   - kernels: The inner loops.
    init(_ weights: StackWeights, side: Int, images: Int, _ kernels: Kernels) {
        var (layers, side): ([FusedStackLayer], Int) = ([], side)
        for layer in weights.layers {
            layers.append(
                FusedStackLayer(
                    layer, side: side, images: images, groups: weights.groups,
                    epsilon: weights.epsilon, kernels))
            side = layers[layers.count - 1].convolution.resultSide
        }
        output = FusedOutput(
            weights.output, group: weights.deviationGroup, side: side, images: images, kernels)
        let first = layers[0].convolution
        input = PanelBuffer(
            count: images * ImageRows.row(first.inputs) * first.side * first.side, isZero: false)
        (self.layers, self.images) = (layers, images)
    }

    /// Pixels on a side and channels of the results.
    var results: (side: Int, channels: Int) { (output.convolution.resultSide, output.outputs) }
    /// Numbers of the images, with their channels side by side.
    var inputCount: Int { input.count }

    /// Takes the images, their channels side by side, rounded up to 16.
    func take(_ x: UnsafePointer<Float>) { input.start.update(from: x, count: input.count) }

    /// Evaluates the layers for some of the images.
    func callAsFunction(_ slice: Range<Int>) {
        for (index, layer) in layers.enumerated() { layer(slice, inputs(of: index)) }
        output.convolution(
            slice.count, last.from(slice.lowerBound), to: output.results.from(slice.lowerBound))
    }

    /// Adds what images see of one another, when all are evaluated.
    ///
    /// - Returns: `[images][pixels][channels rounded up to 16]`.
    func finish() -> PanelBuffer {
        output.addDeviations(last)
        return output.result
    }

    // MARK: The way back

    /// Slopes on their way back: of the results, and of what each layer gives.
    struct Slopes: Sendable {
        let ofResults: PanelBuffer
        fileprivate let ofLayers: [PanelBuffer]
    }

    /// Begins the way back with slopes as the results lie in memory.
    func slopes(_ ofResults: PanelBuffer) -> Slopes {
        Slopes(
            ofResults: ofResults,
            ofLayers: layers.map { PanelBuffer(count: $0.resultBuffer.count, isZero: false) })
    }

    /// Leads slopes of some images back through the last layer.
    func leadBackOutput(_ slice: Range<Int>, _ slopes: Slopes) {
        output.convolution.leadBack(
            slice.count, rows(slopes, layers.count).from(slice.lowerBound),
            to: rows(slopes, layers.count - 1).from(slice.lowerBound))
    }

    /// Adds what slopes give through the deviations, when all images have theirs.
    ///
    /// - Returns: The gradient of the deviation's weights.
    func leadBackDeviations(_ slopes: Slopes) -> [Float] {
        output.leadBackDeviations(
            rows(slopes, layers.count), last, to: rows(slopes, layers.count - 1))
    }

    /// Leads slopes of some images back through the other layers.
    ///
    /// - Parameters:
    ///   - slice: Which images.
    ///   - slopes: Those of the last layer's features are complete.
    ///   - x: Receives those of the images; nil where nobody wants them.
    func leadBackLayers(_ slice: Range<Int>, _ slopes: Slopes, to x: PanelBuffer?) {
        for index in layers.indices.reversed() {
            let ofResults = rows(slopes, index)
            layers[index].leadBackActivation(slice, ofResults)
            guard let before = index > 0 ? slopes.ofLayers[index - 1] : x else { continue }
            layers[index].convolution.leadBack(
                slice.count, ofResults.from(slice.lowerBound),
                to: rows(before, like: inputs(of: index)).from(slice.lowerBound))
        }
    }

    /// Convolutions, the output's last, and how many taps each has.
    var taps: [Int] { convolutions.map(\.taps) }

    /// Room for the sums of all weights' gradients.
    func sums() -> [PanelBuffer] { convolutions.map { PanelBuffer(count: $0.gradientCount) } }

    /// Sums the gradient of one tap's weights over all images.
    func addGradient(_ layer: Int, tap: Int, _ slopes: Slopes, to sums: [PanelBuffer]) {
        convolutions[layer].addGradient(
            ofTap: tap, images, x: inputs(of: layer), slopes: rows(slopes, layer), to: sums[layer])
    }

    /// All gradients of a layer, or of the output behind the last one.
    ///
    /// - Parameters:
    ///   - layer: Which one.
    ///   - sums: Of all taps.
    ///   - ofDeviation: Of the deviation's weights.
    ///   - slopes: Led back through all layers.
    /// - Returns: In the order of the layer's weights.
    func gradient(
        _ layer: Int, _ sums: [PanelBuffer], ofDeviation: [Float], _ slopes: Slopes
    ) -> LayerGradient {
        layer < layers.count
            ? layers[layer].gradient(sums[layer], images: images)
            : output.gradient(sums[layer], ofDeviation, rows(slopes, layer))
    }

    private var convolutions: [FusedConvolution] {
        layers.map(\.convolution) + [output.convolution]
    }

    /// What a layer is given, the output behind the last one.
    private func inputs(of layer: Int) -> ImageRows {
        if layer > 0 { return layers[layer - 1].results }
        let first = layers[0].convolution
        return ImageRows(
            input.start, channels: first.inputs, pixels: first.side * first.side)
    }

    private var last: ImageRows { inputs(of: layers.count) }

    /// Slopes of what a layer gives, the results behind the last one.
    private func rows(_ slopes: Slopes, _ layer: Int) -> ImageRows {
        layer < layers.count
            ? rows(slopes.ofLayers[layer], like: layers[layer].results)
            : rows(slopes.ofResults, like: output.results)
    }

    private func rows(_ buffer: PanelBuffer, like other: ImageRows) -> ImageRows {
        ImageRows(buffer.start, channels: other.row, pixels: other.pixels)
    }
}

/// Gradients of a layer of a head.
package struct LayerGradient: Sendable {
    /// As `[outputs][inputs][taps]`.
    package let kernel: [Float]
    /// Of the norm's scales; empty where there is none.
    package let scale: [Float]
    /// Of the norm's shifts, or of the bias.
    package let shift: [Float]
}
