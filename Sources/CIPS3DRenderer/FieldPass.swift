import CIPS3DModel
import CKernels
import InnerLoops

/// From the rays of a panel to their composited features: points, field, second pass, compositing.
///
/// Belongs to one thread; its buffers are as large as a panel's samples need, whatever the picture.
final class FieldPass {
    /// Samples that go through the trunk together: their activations stay in the cache.
    private static let chunk = 4

    private let field: StyledField
    private let kernels: ck_kernels
    private let lanes: Int
    /// Where samples are, and their shares.
    let samples: PanelSamples
    private let encoding: PointEncoding
    private let sphere: SpherePass?

    // Activations of samples.
    private let points: PanelBuffer
    private let hiddenRows: Int
    private let between: [PanelBuffer]
    private let hidden: PanelBuffer
    private let sines: PanelBuffer
    /// Composited sines, and below them the sum of the weights: `[sineWidth + 1][lanes]`.
    private let composited: PanelBuffer

    init(_ head: HeadLayers) {
        field = head.field
        let (kernels, lanes) = (head.kernels, head.kernels.lanes)
        sphere = head.sphere.map { SpherePass($0, kernels: kernels) }
        self.kernels = kernels.functions
        self.lanes = lanes
        samples = PanelSamples(
            head.configuration, camera: head.camera, kernels: head.kernels)
        encoding = PointEncoding(octaves: field.configuration.fourierOctaves)
        let buffer = { (count: Int) in PanelBuffer(count: count * lanes) }
        points = buffer(Self.chunk * encoding.width)
        hiddenRows = kernels.words(field.hiddenWidth, narrow: field.isNarrow)
        between =
            field.trunk.count == 1
            ? []
            : (0..<2).map { [width = field.configuration.width] _ in
                buffer(Self.chunk * width)
            }
        hidden = buffer(samples.total * hiddenRows)
        sines = buffer(Self.chunk * field.sineWidth)
        composited = buffer(field.sineWidth + 1)
    }

    /// Composites the rays of a panel.
    ///
    /// - Parameters:
    ///   - rays: The panel.
    ///   - features: Receives the features, `[features][lanes]`.
    ///   - depth: Receives the mean distance of each ray's weight, `[lanes]`.
    ///   - opacity: Receives the sum of each ray's weights, `[lanes]`.
    func callAsFunction(
        _ rays: RayPanel, features: UnsafeMutablePointer<Float>,
        depth: UnsafeMutablePointer<Float>, opacity: UnsafeMutablePointer<Float>
    ) {
        samples.sample(rays) { evaluate($0, rays) }
        sumSamples(depth: depth)
        field.toFeature(panels: 1, composited.start, xStride: 0, to: features, yStride: 0)
        opacity.update(from: composited.start + field.sineWidth * lanes, count: lanes)
        sphere?(rays, opacity: opacity, to: features)
    }

    /// The trunk and the raw density of some samples.
    private func evaluate(_ range: Range<Int>, _ rays: RayPanel) {
        for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.chunk) {
            let count = min(Self.chunk, range.upperBound - first)
            let density = samples.rawDensity.start + first * lanes
            density.update(repeating: field.densityBias, count: count * lanes)
            for index in 0..<count {
                let at = points.start + index * encoding.width * lanes
                kernels.points(
                    rays.origin, rays.directions.start,
                    samples.distances.start + (first + index) * lanes,
                    Float(2 / field.configuration.boxSide), at)
                encoding.extend(at, lanes: lanes)
                if let ball = field.ball {
                    kernels.ball(ball.gain, ball.radius, at, density + index * lanes)
                }
            }
            evaluateTrunk(first: first, count: count, density: density)
            if field.configuration.usesViewDirection {
                for sample in first..<first + count { appendDirections(rays, sample: sample) }
            }
        }
    }

    private func evaluateTrunk(first: Int, count: Int, density: UnsafeMutablePointer<Float>) {
        let width = field.configuration.width * lanes
        var (x, stride) = (points.start, encoding.width * lanes)
        for (index, layer) in field.trunk.enumerated() {
            if index == field.trunk.count - 1 {
                layer(
                    panels: count, x, xStride: stride,
                    to: hidden.start + first * hiddenRows * lanes, yStride: hiddenRows * lanes,
                    sums: density, sumsStride: lanes)
            } else {
                let y = between[index % 2].start
                layer(panels: count, x, xStride: stride, to: y, yStride: width)
                (x, stride) = (y, width)
            }
        }
    }

    /// The ablation: the ray's direction stands below h.
    private func appendDirections(_ rays: RayPanel, sample: Int) {
        let panel = hidden.start + sample * hiddenRows * lanes
        if field.isNarrow {
            kernels.narrow(3, rays.directions.start, Int32(field.configuration.width), panel)
        } else {
            (panel + field.configuration.width * lanes)
                .update(from: rays.directions.start, count: 3 * lanes)
        }
    }

    /// Evaluates the feature block where it matters and sums what it gives.
    ///
    /// A sample is left out where its weight is below 2⁻²⁵ / T on all rays of the panel. Sines lie
    /// in [-1, 1], so that T such samples together move no sum by more than 2⁻²⁵: half of the last
    /// place of 1.
    private func sumSamples(depth: UnsafeMutablePointer<Float>) {
        let (total, weights) = (samples.total, samples.weights)
        let negligible = 0x1p-25 / Float(total)
        composited.start.update(repeating: 0, count: composited.count)
        depth.update(repeating: 0, count: lanes)
        let weightSum = composited.start + field.sineWidth * lanes
        // The samples since here wait to be evaluated together.
        var first = 0
        for sample in 0..<total {
            let weight = weights.start + sample * lanes
            kernels.accumulate(1, weight, samples.distances.start + sample * lanes, depth)
            for lane in 0..<lanes { weightSum[lane] += weight[lane] }
            let matters = kernels.any_above(negligible, weight)
            if !matters || sample + 1 - first == Self.chunk {
                sumFeatures(first..<(matters ? sample + 1 : sample))
                first = sample + 1
            }
        }
        sumFeatures(first..<total)
    }

    private func sumFeatures(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        let width = field.sineWidth * lanes
        field.featureBlock(
            panels: range.count, hidden.start + range.lowerBound * hiddenRows * lanes,
            xStride: hiddenRows * lanes, to: sines.start, yStride: width)
        for (index, sample) in range.enumerated() {
            kernels.accumulate(
                Int32(field.sineWidth), samples.weights.start + sample * lanes,
                sines.start + index * width, composited.start)
        }
    }
}
