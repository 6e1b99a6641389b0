import CIPS3DModel
import CKernels
import InnerLoops

/// The per-pixel network of the image at hand on some panels, and slopes led back through it.
///
/// Belongs to one thread; backwards needs what forwards left.
final class INRGradient {
    private struct Block {
        let first: GradientLayer
        let second: GradientLayer
        let painter: GradientLayer?
        let addsInput: Bool
        /// Outputs of both layers, and of the block.
        let between: PanelBuffer
        let activated: PanelBuffer
        let output: PanelBuffer
    }

    private let blocks: [Block]
    private let kernels: ck_kernels
    private let lanes: Int
    private let width: Int
    private let rgb: PanelBuffer
    private let painted: PanelBuffer
    /// Slopes of a block's output, and of what is in it.
    private let outer: PanelBuffer
    private let inner: PanelBuffer
    private let middle: PanelBuffer

    init(_ layout: FoldedLayout, panels: Int, turned: TurnedPanels, kernels: Kernels) {
        let lanes = kernels.lanes
        let width = layout.blocks.first?.first.outputs ?? 0
        let buffer = { PanelBuffer(count: panels * width * lanes) }
        let make = { GradientLayer($0, turned: turned, kernels: kernels) }
        blocks = layout.blocks.map {
            let activated = buffer()
            return Block(
                first: make($0.first), second: make($0.second), painter: $0.painter.map(make),
                addsInput: $0.addsInput, between: buffer(), activated: activated,
                output: $0.addsInput ? buffer() : activated)
        }
        self.kernels = kernels.functions
        (self.lanes, self.width) = (lanes, width)
        rgb = PanelBuffer(count: panels * 3 * lanes)
        painted = PanelBuffer(count: panels * 3 * lanes)
        (outer, inner, middle) = (buffer(), buffer(), buffer())
    }

    /// Takes the weights of an image.
    func take(_ folded: UnsafePointer<Float>) {
        for block in blocks {
            block.first.take(folded)
            block.second.take(folded)
            block.painter?.take(folded)
        }
    }

    /// Paints panels of pixels, for what backwards needs.
    ///
    /// - Parameters:
    ///   - count: How many panels.
    ///   - features: Their features.
    func callAsFunction(_ count: Int, _ features: Panels) {
        rgb.start.update(repeating: 0, count: rgb.count)
        var x = features
        for block in blocks {
            block.first(
                panels: count, x, activation: CK_LEAKY_RELU, to: hidden(block.between))
            block.second(
                panels: count, hidden(block.between), activation: CK_LEAKY_RELU,
                to: hidden(block.activated))
            if block.addsInput {
                for index in 0..<count * width * lanes {
                    block.output.start[index] = block.activated.start[index] + x.start[index]
                }
            }
            x = hidden(block.output)
            guard let painter = block.painter else { continue }
            painter(panels: count, x, to: colors(painted))
            for index in 0..<count * 3 * lanes { rgb.start[index] += painted.start[index] }
        }
        kernels.tanh(count * 3 * lanes, rgb.start)
    }

    /// Leads slopes of the colours back.
    ///
    /// - Parameters:
    ///   - count: How many panels.
    ///   - slopes: Of the colours, `[count][3][lanes]`; overwritten.
    ///   - features: What forwards was given.
    ///   - gradient: Of the image's numbers; added to.
    ///   - ofFeatures: Receives the slopes of the features.
    func leadBack(
        _ count: Int, _ slopes: PanelBuffer, features: Panels,
        gradient: UnsafeMutablePointer<Float>, to ofFeatures: Panels
    ) {
        let numbers = count * width * lanes
        kernels.tanh_slope(count * 3 * lanes, rgb.start, slopes.start)
        outer.start.update(repeating: 0, count: numbers)
        for (index, block) in blocks.enumerated().reversed() {
            block.painter?.leadBack(
                panels: count, colors(slopes), x: hidden(block.output), gradient: gradient,
                to: hidden(outer), adds: true)
            inner.start.update(from: outer.start, count: numbers)
            kernels.leaky_slope(numbers, block.activated.start, inner.start)
            block.second.leadBack(
                panels: count, hidden(inner), x: hidden(block.between), gradient: gradient,
                to: hidden(middle))
            kernels.leaky_slope(numbers, block.between.start, middle.start)
            if index == 0, block.addsInput {
                ofFeatures.start.update(from: outer.start, count: numbers)
            }
            block.first.leadBack(
                panels: count, hidden(middle),
                x: index == 0 ? features : hidden(blocks[index - 1].output), gradient: gradient,
                to: index == 0 ? ofFeatures : hidden(outer), adds: block.addsInput)
        }
    }

    private func hidden(_ buffer: PanelBuffer) -> Panels {
        Panels(start: buffer.start, stride: width * lanes)
    }

    private func colors(_ buffer: PanelBuffer) -> Panels {
        Panels(start: buffer.start, stride: 3 * lanes)
    }
}
