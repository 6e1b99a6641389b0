import CIPS3DModel
import CKernels
import InnerLoops

/// The field of the image at hand, from the rays of a panel to their features, and slopes led back.
///
/// What forwards leaves in a ``FieldRoom`` is what backwards needs. Belongs to one thread.
final class FieldGradient {
    let nerf: NeRFConfiguration
    private let camera: CameraConfiguration
    private let kernels: ck_kernels
    private let lanes: Int
    private let trunk: [GradientLayer]
    private let density: GradientLayer
    private let featureBlock: GradientLayer
    private let feature: GradientLayer
    private let sphere: SphereGradient?
    private let encoding: PointEncoding
    /// Slopes of a trunk layer's outputs, and of its inputs.
    private let upstream: [PanelBuffer]
    private let composited: PanelBuffer
    private let weightSlopes: PanelBuffer
    private let opacitySlopes: PanelBuffer

    init(
        _ configuration: ModelConfiguration, layout: FoldedLayout, turned: TurnedPanels,
        kernels: Kernels
    ) {
        nerf = configuration.generator.nerf
        camera = configuration.camera
        let make = { GradientLayer($0, turned: turned, kernels: kernels) }
        trunk = layout.trunk.map(make)
        density = make(layout.density)
        featureBlock = make(layout.featureBlock)
        // The sum of the weights is one more channel, and the bias its row of the matrix.
        feature = make(layout.feature.biasAsInput)
        sphere =
            layout.sphere.isEmpty
            ? nil
            : SphereGradient(
                layout.sphere.map(make), radius: configuration.generator.background.radius,
                kernels: kernels)
        encoding = PointEncoding(octaves: nerf.fourierOctaves)
        self.kernels = kernels.functions
        lanes = kernels.lanes
        let (samples, lanes) = (camera.allSamples, kernels.lanes)
        let hidden = layout.featureBlock.inputs
        upstream = (0..<2).map { _ in PanelBuffer(count: samples * hidden * lanes) }
        composited = PanelBuffer(count: feature.inputs * lanes)
        weightSlopes = PanelBuffer(count: samples * lanes)
        opacitySlopes = PanelBuffer(count: lanes)
    }

    /// Room for what happens to the rays of a panel.
    ///
    /// - Parameters:
    ///   - configuration: The generator and its camera.
    ///   - kernels: The inner loops.
    /// - Returns: Room that one thread may use for one panel after another.
    func makeRoom(_ configuration: ModelConfiguration, kernels: Kernels) -> FieldRoom {
        FieldRoom(
            configuration, points: encoding.width, hidden: featureBlock.inputs,
            sines: featureBlock.outputs, kernels: kernels)
    }

    /// Takes the weights of an image.
    func take(_ folded: UnsafePointer<Float>) {
        for layer in trunk + [density, featureBlock, feature] { layer.take(folded) }
        sphere?.take(folded)
    }

    /// Features of the rays of a panel.
    ///
    /// - Parameters:
    ///   - rays: The panel.
    ///   - room: Receives all that leading back needs.
    ///   - features: Receives the features, `[features][lanes]`.
    func callAsFunction(
        _ rays: RayPanel, in room: FieldRoom, to features: UnsafeMutablePointer<Float>
    ) {
        let (samples, width) = (room.samples, featureBlock.outputs)
        samples.sample(rays) { evaluate($0, rays, room) }
        featureBlock(
            panels: samples.total, room.hidden, to: room.featureSlopes)
        kernels.sine_slope(
            samples.total * width * lanes, room.featureSlopes.start, room.featureSines.start)
        let sums = room.composited
        sums.start.update(repeating: 0, count: sums.count)
        for sample in 0..<samples.total {
            let weight = samples.weights.start + sample * lanes
            kernels.accumulate(
                Int32(width), weight, room.featureSines.start + sample * width * lanes, sums.start)
            for lane in 0..<lanes { room.opacity[lane] += weight[lane] }
        }
        feature(
            panels: 1, Panels(start: sums.start, stride: 0), to: Panels(start: features, stride: 0))
        if camera.background == .white {
            for index in 0..<feature.outputs * lanes {
                features[index] += 1 - room.opacity[index % lanes]
            }
        }
        sphere?(rays, opacity: room.opacity, in: room.sphere, to: features)
    }

    /// Leads slopes of the features back.
    ///
    /// - Parameters:
    ///   - rays: The panel.
    ///   - room: What forwards left there.
    ///   - slopes: Of the features, `[features][lanes]`.
    ///   - gradient: Of the image's numbers; added to.
    func leadBack(
        _ rays: RayPanel, in room: FieldRoom, _ slopes: UnsafeMutablePointer<Float>,
        gradient: UnsafeMutablePointer<Float>
    ) {
        opacitySlopes.start.update(repeating: 0, count: lanes)
        if camera.background == .white {
            for index in 0..<feature.outputs * lanes {
                opacitySlopes.start[index % lanes] -= slopes[index]
            }
        }
        sphere?.leadBack(
            in: room.sphere, opacity: room.opacity, slopes, gradient: gradient,
            opacitySlopes: opacitySlopes.start)
        feature.leadBack(
            panels: 1, Panels(start: slopes, stride: 0),
            x: Panels(start: room.composited.start, stride: 0), gradient: gradient,
            to: Panels(start: composited.start, stride: 0))
        leadBackSamples(room)
        let samples = room.samples.total
        let ofHidden = Panels(start: upstream[0].start, stride: room.hidden.stride)
        featureBlock.leadBack(
            panels: samples, room.featureSlopes, x: room.hidden, gradient: gradient, to: ofHidden)
        room.samples.leadBack(rays, weightSlopes)
        density.leadBack(
            panels: samples, Panels(start: weightSlopes.start, stride: lanes), x: room.hidden,
            gradient: gradient, to: ofHidden, adds: true)
        leadBackTrunk(room, gradient: gradient)
    }

    /// From slopes of the composited sines to those of each sample's sines and weight.
    private func leadBackSamples(_ room: FieldRoom) {
        let width = featureBlock.outputs
        let ofSum = composited.start + width * lanes
        for sample in 0..<room.samples.total {
            let ofWeight = weightSlopes.start + sample * lanes
            for lane in 0..<lanes { ofWeight[lane] = ofSum[lane] + opacitySlopes.start[lane] }
            let at = sample * width * lanes
            kernels.sample_slopes(
                Int32(width), room.samples.weights.start + sample * lanes, composited.start,
                room.featureSines.start + at, room.featureSlopes.start + at, ofWeight)
        }
    }

    private func leadBackTrunk(_ room: FieldRoom, gradient: UnsafeMutablePointer<Float>) {
        let samples = room.samples.total
        var (ofOutputs, next) = (upstream[0], upstream[1])
        for index in trunk.indices.reversed() {
            let (sines, slopes) = (room.trunk[index].sines, room.trunk[index].slopes)
            let width = trunk[index].outputs * lanes
            for sample in 0..<samples {
                kernels.multiply(
                    width, ofOutputs.start + sample * sines.stride,
                    slopes.start + sample * slopes.stride)
            }
            let isFirst = index == 0
            let x = isFirst ? room.points : room.trunk[index - 1].sines
            trunk[index].leadBack(
                panels: samples, slopes, x: x, gradient: gradient,
                to: isFirst ? nil : Panels(start: next.start, stride: x.stride))
            swap(&ofOutputs, &next)
        }
    }

    /// The trunk and the raw density of some samples.
    private func evaluate(_ range: Range<Int>, _ rays: RayPanel, _ room: FieldRoom) {
        for sample in range {
            kernels.points(
                rays.origin, rays.directions.start, room.samples.distances.start + sample * lanes,
                Float(2 / nerf.boxSide), room.points[sample])
            encoding.extend(room.points[sample], lanes: lanes)
        }
        var x = room.points
        for (layer, (sines, slopes)) in zip(trunk, room.trunk) {
            layer(panels: range.count, x.from(range.lowerBound), to: slopes.from(range.lowerBound))
            for sample in range {
                kernels.sine_slope(layer.outputs * lanes, slopes[sample], sines[sample])
            }
            x = sines
        }
        evaluateDensity(range, room)
        guard nerf.usesViewDirection else { return }
        for sample in range {
            (room.hidden[sample] + nerf.width * lanes)
                .update(from: rays.directions.start, count: 3 * lanes)
        }
    }

    private func evaluateDensity(_ range: Range<Int>, _ room: FieldRoom) {
        let raw = Panels(start: room.samples.rawDensity.start, stride: lanes)
        density(
            panels: range.count, room.hidden.from(range.lowerBound), to: raw.from(range.lowerBound))
        guard nerf.density.activation == .softplus else { return }
        for sample in range {
            kernels.ball(
                Float(nerf.density.ballGain), Float(nerf.density.ballRadius), room.points[sample],
                raw[sample])
        }
    }
}
