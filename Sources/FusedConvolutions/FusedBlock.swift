import CKernels
import InnerLoops

/// An inverted residual block of images of one size, forwards and backwards.
struct FusedBlock: Sendable {
    private let expand: FusedConvolution?
    private let depthwise: FusedConvolution
    private let project: FusedConvolution
    private let addsInput: Bool

    /// Where slopes pass the two activations within a block; of the first one nil where the block
    /// does not expand.
    struct Bits {
        let expanded: ImageBits?
        let depthwise: ImageBits

        /// From one of the images on.
        func from(_ image: Int) -> Bits {
            Bits(expanded: expanded?.from(image), depthwise: depthwise.from(image))
        }
    }

    /// Where a block keeps what is between its layers.
    struct Room {
        let expanded: UnsafeMutablePointer<Float>
        let depthwise: UnsafeMutablePointer<Float>
    }

    init(_ weights: PyramidWeights.Block, side: Int, _ kernels: Kernels) {
        expand = weights.expand.map { FusedConvolution($0, side: side, kernels) }
        depthwise = FusedConvolution(weights.depthwise, side: side, kernels)
        project = FusedConvolution(
            weights.project, side: weights.depthwise.resultSide(side), kernels)
        addsInput = weights.addsInput
    }

    var side: Int { depthwise.side }
    var resultSide: Int { depthwise.resultSide }
    var inputs: Int { expand?.inputs ?? depthwise.inputs }
    var outputs: Int { project.outputs }
    /// Channels between its layers.
    var hidden: Int { depthwise.outputs }
    /// Numbers of an image between its layers.
    var expandedNumbers: Int { ImageRows.row(hidden) * side * side }
    var depthwiseNumbers: Int { ImageRows.row(hidden) * resultSide * resultSide }
    var expands: Bool { expand != nil }

    /// Evaluates the block.
    ///
    /// - Parameters:
    ///   - images: How many.
    ///   - x: The images.
    ///   - y: Receives the results.
    ///   - bits: Receives where slopes pass; nil where nobody will lead any back.
    ///   - room: For as many images.
    func callAsFunction(
        _ images: Int, _ x: ImageRows, to y: ImageRows, bits: Bits?, _ room: Room
    ) {
        let finish = bits == nil ? CK_RELU6 : CK_RELU6_BITS
        let expanded = expand == nil ? x : rows(room.expanded, depthwise.inputs, side)
        let filtered = rows(room.depthwise, depthwise.outputs, resultSide)
        expand?(images, x, to: expanded, finish, bits: bits?.expanded)
        depthwise(images, expanded, to: filtered, finish, bits: bits?.depthwise)
        if addsInput { y.copy(x, images: images) }
        project(images, filtered, to: y, addsInput ? CK_ADDED : CK_PLAIN)
    }

    /// Leads slopes back through the block.
    ///
    /// - Parameters:
    ///   - images: How many.
    ///   - slopes: Of the results.
    ///   - x: Receives the slopes of the images.
    ///   - adds: Whether they are added to what is there.
    ///   - bits: Where slopes passed.
    ///   - before: The same of the activation before a block that does not expand.
    ///   - room: For as many images.
    func leadBack(
        _ images: Int, _ slopes: ImageRows, to x: ImageRows, adds: Bool, bits: Bits,
        before: ImageBits? = nil, _ room: Room
    ) {
        let filtered = rows(room.depthwise, depthwise.outputs, resultSide)
        project.leadBack(images, slopes, to: filtered, CK_MASKED, bits: bits.depthwise)
        guard let expand else {
            precondition(!addsInput && !adds, "only the first block does not expand")
            depthwise.leadBack(images, filtered, to: x, CK_MASKED, bits: before)
            return
        }
        let expanded = rows(room.expanded, depthwise.inputs, side)
        depthwise.leadBack(images, filtered, to: expanded, CK_MASKED, bits: bits.expanded)
        if addsInput { adds ? x.add(slopes, images: images) : x.copy(slopes, images: images) }
        expand.leadBack(images, expanded, to: x, adds || addsInput ? CK_ADDED : CK_PLAIN)
    }

    private func rows(
        _ start: UnsafeMutablePointer<Float>, _ channels: Int, _ side: Int
    ) -> ImageRows {
        ImageRows(start, channels: channels, pixels: side * side)
    }
}
