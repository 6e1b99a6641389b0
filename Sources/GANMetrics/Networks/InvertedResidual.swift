import FusedConvolutions
import Torch

/// A bottleneck turned inside out: 1x1 to more channels, a convolution of each by itself, 1x1 back;
/// its input is added where shapes agree.
///
/// Source: Sandler et al. (arXiv:1801.04381).
struct InvertedResidual {
    private let expand: FoldedConvolution?
    private let depthwise: FoldedConvolution
    private let project: FoldedConvolution
    private let kernel: Int
    private let stride: Int
    private let padsLikeTensorFlow: Bool
    private let addsInput: Bool

    /// A row of blocks: the first one strides and widens, the others repeat.
    struct Stage {
        /// How many blocks.
        let repeats: Int
        /// Side of the depthwise kernels.
        var kernel = 3
        /// That of the first block.
        let stride: Int
        /// Channels within a block, as a multiple of those before it.
        var expansion = 6
        /// Channels behind each block.
        let width: Int
    }

    /// Reads the rows of a network.
    ///
    /// - Parameters:
    ///   - stages: The rows, first to last.
    ///   - inputs: Channels before the first one.
    ///   - dialect: Names, paddings and ε.
    ///   - weights: Where the tensors are.
    /// - Returns: The blocks of all rows.
    /// - Throws: An error where the file is damaged.
    static func blocks(
        of stages: [Stage], inputs: Int, _ dialect: Dialect, from weights: NetworkWeights
    ) throws -> [InvertedResidual] {
        var (blocks, width): ([InvertedResidual], Int) = ([], inputs)
        for stage in stages {
            for index in 0..<stage.repeats {
                let names = dialect.names(ofBlock: blocks.count, expands: stage.expansion > 1)
                blocks.append(
                    try InvertedResidual(
                        width, stage, stride: index == 0 ? stage.stride : 1, dialect, names,
                        from: weights))
                width = stage.width
            }
        }
        return blocks
    }

    /// Multiply-adds of the first blocks of a network.
    ///
    /// - Parameters:
    ///   - stages: The rows, first to last.
    ///   - inputs: Channels before the first one.
    ///   - side: Pixels on a side there.
    ///   - blocks: How many blocks.
    /// - Returns: Those of one image.
    static func operations(of stages: [Stage], inputs: Int, side: Int, blocks: Int) -> Int {
        var (sum, width, side, seen) = (0, inputs, side, 0)
        for stage in stages {
            for index in 0..<stage.repeats where seen < blocks {
                let inner = width * stage.expansion
                if stage.expansion > 1 { sum += width * inner * side * side }
                if index == 0 { side = (side + stage.stride - 1) / stage.stride }
                sum += (stage.kernel * stage.kernel + stage.width) * inner * side * side
                (width, seen) = (stage.width, seen + 1)
            }
        }
        return sum
    }

    private init(
        _ inputs: Int, _ stage: Stage, stride: Int, _ dialect: Dialect, _ names: Dialect.Names,
        from weights: NetworkWeights
    ) throws {
        let (inner, epsilon) = (inputs * stage.expansion, dialect.epsilon)
        // Without a stride TensorFlow pads as everybody else does.
        padsLikeTensorFlow = dialect == .tensorFlow && stride > 1
        let margin = padsLikeTensorFlow ? 0 : stage.kernel / 2
        expand =
            stage.expansion == 1
            ? nil
            : try FoldedConvolution(
                inputs, inner, kernel: (1, 1), epsilon: epsilon, names: names.expand,
                from: weights)
        depthwise = try FoldedConvolution(
            inner, inner, kernel: (stage.kernel, stage.kernel), stride: stride,
            padding: (margin, margin), groups: inner, epsilon: epsilon, names: names.depthwise,
            from: weights)
        project = try FoldedConvolution(
            inner, stage.width, kernel: (1, 1), epsilon: epsilon, names: names.project,
            from: weights)
        (kernel, self.stride) = (stage.kernel, stride)
        addsInput = stride == 1 && inputs == stage.width
    }

    /// Evaluates the block.
    ///
    /// - Parameter x: `[B, inputs, H, W]`.
    /// - Returns: `[B, width, ⌈H / stride⌉, ⌈W / stride⌉]`.
    func callAsFunction(_ x: Tensor) -> Tensor {
        var y = expand.map { relu6($0(x)) } ?? x
        if padsLikeTensorFlow { y = y.paddedLikeTensorFlow(kernel: kernel, stride: stride) }
        y = project(relu6(depthwise(y)))
        return addsInput ? x + y : y
    }

    /// The same for the fused engine.
    var numbers: PyramidWeights.Block {
        PyramidWeights.Block(
            expand: expand?.numbers(padsLikeTensorFlow: false),
            depthwise: depthwise.numbers(padsLikeTensorFlow: padsLikeTensorFlow),
            project: project.numbers(padsLikeTensorFlow: false), addsInput: addsInput)
    }
}

extension Tensor {
    /// Zeros around images so that a convolution gives ⌈H / stride⌉ rows: an odd one comes behind.
    func paddedLikeTensorFlow(kernel: Int, stride: Int) -> Tensor {
        let total = { (length: Int) in
            max(((length + stride - 1) / stride - 1) * stride + kernel - length, 0)
        }
        let (rows, columns) = (total(size(2)), total(size(3)))
        return padded(
            left: columns / 2, right: columns - columns / 2, top: rows / 2,
            bottom: rows - rows / 2)
    }
}
