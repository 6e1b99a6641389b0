import CIPS3DModel
import CKernels
import InnerLoops

/// Where the samples of a panel's rays are, and what shares they have: first pass, second pass, both
/// sorted.
///
/// Belongs to one thread; the field itself is evaluated by whoever has one.
final class PanelSamples {
    /// Samples of the first pass, and of all passes.
    let coarse: Int
    let total: Int
    /// `[total][lanes]` each, in the order of evaluation: the first pass first.
    let distances: PanelBuffer
    let rawDensity: PanelBuffer
    let weights: PanelBuffer
    /// What keeps densities from being negative.
    let activation: ck_density

    private let camera: CameraConfiguration
    private let kernels: ck_kernels
    private let lanes: Int
    /// Whether something stands behind the last sample.
    private let endsAtSphere: Bool
    private let sorting: SampleSorting
    private let room: PanelBuffer

    /// Room for the rays of a panel.
    ///
    /// - Parameters:
    ///   - generator: Whose field is sampled.
    ///   - camera: How.
    ///   - kernels: The inner loops.
    init(_ generator: GeneratorConfiguration, camera: CameraConfiguration, kernels: Kernels) {
        self.camera = camera
        self.kernels = kernels.functions
        lanes = kernels.lanes
        endsAtSphere = generator.background.isPresent
        activation =
            switch generator.nerf.density.activation {
            case .relu: CK_RELU
            case .softplus: CK_SOFTPLUS
            }
        coarse = camera.samplesPerRay
        total = camera.allSamples
        let buffer = { [lanes] (count: Int) in PanelBuffer(count: count * lanes) }
        (distances, rawDensity, weights) = (buffer(total), buffer(total), buffer(total))
        sorting = SampleSorting(samples: total, kernels: kernels)
        room = buffer(3 * total)
    }

    /// Places all samples, and gives them their shares.
    ///
    /// - Parameters:
    ///   - rays: The panel.
    ///   - evaluate: Fills `rawDensity` for some samples, whose distances are there.
    func sample(_ rays: RayPanel, evaluate: (Range<Int>) -> Void) {
        placeStratified(rays)
        evaluate(0..<coarse)
        guard camera.finePass else {
            return weigh(description(rays), to: weights)
        }
        weigh(firstPass(rays), to: weights)
        kernels.importance(
            Int32(coarse), distances.start, weights.start, Int32(coarse), rays.importance.start,
            room.start, distances.start + coarse * lanes)
        evaluate(coarse..<total)
        sorting.sort(distances.start, rawDensity.start)
        weigh(description(rays), to: sorting.weights)
        sorting.unsort(sorting.weights, to: weights)
    }

    /// Leads slopes of the weights back to the raw densities; the places of samples have none.
    ///
    /// - Parameters:
    ///   - rays: The panel that was sampled last.
    ///   - slopes: Of the weights, `[total][lanes]`, in the order of evaluation; becomes that of the raw
    ///     densities.
    func leadBack(_ rays: RayPanel, _ slopes: PanelBuffer) {
        var samples = description(rays)
        guard camera.finePass else {
            kernels.weights_slope(&samples, slopes.start, room.start, slopes.start)
            return
        }
        // The sorted weights are not needed any more.
        sorting.sort(slopes, to: sorting.weights)
        kernels.weights_slope(
            &samples, sorting.weights.start, room.start, sorting.weights.start)
        sorting.unsort(sorting.weights, to: slopes)
    }

    /// What the last panel had, sorted by distance, `[total][lanes]` each.
    var sorted: (distances: PanelBuffer, rawDensity: PanelBuffer, weights: PanelBuffer) {
        camera.finePass
            ? (sorting.distances, sorting.rawDensity, sorting.weights)
            : (distances, rawDensity, weights)
    }

    /// Places the samples of the first pass: near + (far - near) (i + jitter_i) / (S - 1).
    private func placeStratified(_ rays: RayPanel) {
        let span = rays.far - rays.near
        let spacing = spacing(rays)
        for sample in 0..<coarse {
            let even = rays.near + span * (Float(sample) / Float(coarse - 1))
            for index in sample * lanes..<(sample + 1) * lanes {
                distances.start[index] =
                    rays.jitter.map { even + $0.start[index] * spacing } ?? even
            }
        }
    }

    /// Distance between two samples of the first pass, in scene units.
    private func spacing(_ rays: RayPanel) -> Float { (rays.far - rays.near) / Float(coarse - 1) }

    /// All samples, sorted.
    private func description(_ rays: RayPanel) -> ck_samples {
        let noise = camera.finePass ? rays.fineNoise : rays.coarseNoise
        return ck_samples(
            samples: Int32(total), distances: sorted.distances.start,
            raw_density: sorted.rawDensity.start, noise: noise.map { UnsafePointer($0.start) },
            density: activation,
            // The sphere stands behind the last sample; else it stands for everything there.
            last_length: endsAtSphere ? spacing(rays) : 1e10,
            last_takes_rest: camera.background == .last)
    }

    /// The first pass of two: what stands behind its last sample does not matter to the second.
    private func firstPass(_ rays: RayPanel) -> ck_samples {
        var samples = description(rays)
        (samples.samples, samples.last_takes_rest) = (Int32(coarse), false)
        samples.distances = UnsafePointer(distances.start)
        samples.raw_density = UnsafePointer(rawDensity.start)
        samples.noise = rays.coarseNoise.map { UnsafePointer($0.start) }
        return samples
    }

    private func weigh(_ samples: ck_samples, to weights: PanelBuffer) {
        var samples = samples
        kernels.weights(&samples, weights.start)
    }
}
