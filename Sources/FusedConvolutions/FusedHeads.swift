import InnerLoops
import ParallelWork

/// The heads that judge the features of the same images, one for each scale, forwards and backwards.
///
/// Threads share the slices of images of all heads, and of the gradients of weights the taps: every sum has
/// one order, whatever their number.
package final class FusedHeads: Sendable {
    /// Images that go through a layer at once.
    private static let sliceLength = 4

    private let heads: [FusedStack]
    private let slices: [Range<Int>]
    private let team: ThreadTeam

    /// Packs the weights.
    ///
    /// - Parameters:
    ///   - weights: Of each head, as they are at this moment.
    ///   - sides: Pixels on a side of each head's images.
    ///   - images: How many.
    ///   - instructionSet: One of `InstructionSet.available`.
    ///   - threads: How many may compute at once.
    package init(
        _ weights: [StackWeights], sides: [Int], images: Int, instructionSet: InstructionSet,
        threads: Int
    ) {
        guard let kernels = Kernels(running: instructionSet) else {
            preconditionFailure("this processor does not have \(instructionSet)")
        }
        let team = ThreadTeam(threads)
        heads = team.limited(to: weights.count).map(weights.count) { head in
            FusedStack(weights[head], side: sides[head], images: images, kernels)
        }
        let count = (images + Self.sliceLength - 1) / Self.sliceLength
        slices = (0..<count).map { $0 * images / count..<($0 + 1) * images / count }
        self.team = team
    }

    /// Pixels on a side and channels of each head's results.
    package var results: [(side: Int, channels: Int)] { heads.map(\.results) }

    /// Evaluates the heads.
    ///
    /// - Parameter x: Copies each head's images to where they are wanted: `[images][pixels][channels
    ///   rounded up to 16]`.
    /// - Returns: Of each head, likewise.
    package func callAsFunction(
        _ x: (_ head: Int, _ take: (UnsafePointer<Float>) -> Void) -> Void
    ) -> [PanelBuffer] {
        for (index, head) in heads.enumerated() { x(index, head.take) }
        forEachSlice { $0($1) }
        return heads.map { $0.finish() }
    }

    /// Leads slopes of the results back.
    ///
    /// - Parameters:
    ///   - slopes: Of each head, as its results lie in memory.
    ///   - wantsWeights: Whether somebody wants gradients of the weights.
    ///   - wantsImages: Whether somebody wants slopes of the images.
    /// - Returns: Of each head those of its layers, the output last, or none; and slopes of its images.
    package func leadBack(
        _ slopes: [PanelBuffer], wantsWeights: Bool, wantsImages: Bool
    ) -> [(weights: [LayerGradient], images: PanelBuffer?)] {
        let slopes = zip(heads, slopes).map { $0.slopes($1) }
        let images = heads.map {
            wantsImages ? PanelBuffer(count: $0.inputCount, isZero: false) : nil
        }
        forEachSlice(slopes) { $0.leadBackOutput($1, $2) }
        let ofDeviations = zip(heads, slopes).map { $0.leadBackDeviations($1) }
        forEachSlice(Array(zip(slopes, images))) { head, slice, back in
            head.leadBackLayers(slice, back.0, to: back.1)
        }
        let weights =
            wantsWeights ? gradients(slopes, ofDeviations) : heads.map { _ in [] }
        return Array(zip(weights, images))
    }

    private func gradients(
        _ slopes: [FusedStack.Slopes], _ ofDeviations: [[Float]]
    ) -> [[LayerGradient]] {
        let sums = heads.map { $0.sums() }
        let taps = heads.indices.flatMap { head in
            heads[head].taps.enumerated().flatMap { layer, taps in
                (0..<taps).map { (head: head, layer: layer, tap: $0) }
            }
        }
        team.limited(to: taps.count).forEach(taps.count) { index in
            let (head, layer, tap) = taps[index]
            heads[head].addGradient(layer, tap: tap, slopes[head], to: sums[head])
        }
        let layers = heads.indices.flatMap { head in
            heads[head].taps.indices.map { (head: head, layer: $0) }
        }
        let gradients = team.limited(to: layers.count).map(layers.count) { index in
            let (head, layer) = layers[index]
            return heads[head].gradient(
                layer, sums[head], ofDeviation: ofDeviations[head], slopes[head])
        }
        return heads.indices.map { head in
            zip(layers, gradients).filter { $0.0.head == head }.map(\.1)
        }
    }

    private func forEachSlice(_ body: @Sendable (FusedStack, Range<Int>) -> Void) {
        forEachSlice(heads.map { _ in () }) { head, slice, _ in body(head, slice) }
    }

    /// Does something for each slice of each head, with what belongs to the head.
    private func forEachSlice<Belonging: Sendable>(
        _ belongings: [Belonging],
        _ body: @Sendable (FusedStack, Range<Int>, Belonging) -> Void
    ) {
        let count = heads.count * slices.count
        team.limited(to: count).forEach(count) { [heads, slices] index in
            let (head, slice) = index.quotientAndRemainder(dividingBy: slices.count)
            body(heads[head], slices[slice], belongings[head])
        }
    }
}
