import CIPS3DModel
import Foundation
import HeadPictures

/// A ray's way through a head, one layer behind the other, in plain arithmetic.
///
/// Tiles do the same fused, packed and many rays at a time, and cannot be asked in between. This is for finding
/// the layer where numbers go wrong.
package struct LayerWalk {
    /// What a layer made of a ray.
    package struct Layer: Sendable {
        /// As its weights are named.
        package let name: String
        /// Of all samples, before the activation.
        package let numbers: [Float]
        /// Whether they could differ from one ray to another.
        let seesRay: Bool
    }

    private let mapping: StyleMapping
    private let camera: CameraConfiguration
    private let styles: HeadStyles
    private var weights: GeneratorWeights { mapping.weights }
    private var sizes: GeneratorConfiguration { weights.configuration }
    /// The layers so far.
    private var layers: [Layer] = []

    private init(_ styles: HeadStyles, mapping: StyleMapping, camera: CameraConfiguration) {
        (self.styles, self.mapping, self.camera) = (styles, mapping, camera)
    }

    /// Walks along a ray, with evenly spaced samples.
    ///
    /// - Parameters:
    ///   - ray: Which one of the batch.
    ///   - batch: The rays of a picture.
    ///   - styles: Those of the head.
    ///   - mapping: The weights.
    ///   - camera: Samples on a ray, and what is behind the volume.
    /// - Returns: All layers, in the order in which they are computed.
    static func layers(
        on ray: Int, of batch: RayBatch, styles: HeadStyles, mapping: StyleMapping,
        camera: CameraConfiguration
    ) -> [Layer] {
        var walk = LayerWalk(styles, mapping: mapping, camera: camera)
        let feature = walk.feature(
            origin: SIMD3<Float>(batch.camera.origin), direction: batch.direction(ray),
            near: Float(batch.camera.near), far: Float(batch.camera.far))
        _ = walk.linear(PublishedNames.auxiliaryHead, [feature])
        walk.paint(feature)
        return walk.layers
    }

    /// From the ray to its feature.
    private mutating func feature(
        origin: SIMD3<Float>, direction: SIMD3<Float>, near: Float, far: Float
    ) -> [Float] {
        let nerf = sizes.nerf
        let spacing = (far - near) / Float(camera.samplesPerRay - 1)
        let points = (0..<camera.samplesPerRay).map { sample in
            (origin + direction * (near + Float(sample) * spacing)) * Float(2 / nerf.boxSide)
        }
        var hidden = points.map(encoded)
        for index in 0..<nerf.layers { hidden = film(PublishedNames.fieldBlock(index), hidden) }
        let density = density(points, hidden)
        if nerf.usesViewDirection {
            hidden = hidden.map { $0 + [direction.x, direction.y, direction.z] }
        }
        let sines = film(PublishedNames.featureBlock, hidden)
        let shares = shares(of: density, spacing: spacing)
        let opacity = shares.reduce(0, +)
        // The layer is linear: the sum of its outputs is that of its inputs, with less of the bias.
        let sum = sines[0].indices.map { channel in
            zip(shares, sines).reduce(0) { $0 + $1.0 * $1.1[channel] }
        }
        let bias = weights[PublishedNames.feature.bias]
        let white: Float = camera.background == .white ? 1 : 0
        var feature = linear(PublishedNames.feature, [sum])[0]
        for index in feature.indices { feature[index] += (1 - opacity) * (white - bias[index]) }
        if sizes.background.isPresent {
            let behind = behind(origin: origin, direction: direction)
            feature = zip(feature, behind).map { $0 + (1 - opacity) * $1 }
        }
        return feature
    }

    private func encoded(_ point: SIMD3<Float>) -> [Float] {
        let coordinates = [point.x, point.y, point.z]
        return (0..<sizes.nerf.fourierOctaves).reduce(coordinates) { whole, octave in
            let scaled = coordinates.map { $0 * Float(1 << octave) }
            return whole + scaled.map(sin) + scaled.map(cos)
        }
    }

    /// Raw densities of the samples.
    private mutating func density(_ points: [SIMD3<Float>], _ hidden: [[Float]]) -> [Float] {
        let raw = linear(PublishedNames.density, hidden).map { $0[0] }
        let density = sizes.nerf.density
        guard let ball = StyledField.ball(density) else { return raw }
        return zip(points, raw).map { point, raw in
            let distance = (point * point).sum().squareRoot()
            return Float(density.scale) * raw + ball.gain * (ball.radius - distance)
        }
    }

    /// Shares of the samples in the ray.
    private func shares(of raw: [Float], spacing: Float) -> [Float] {
        var (passing, sum) = (Float(1), Float(0))
        let last = raw.count - 1
        return raw.enumerated().map { index, raw in
            let density =
                sizes.nerf.density.activation == .softplus
                ? max(raw, 0) + log1p(exp(-abs(raw))) : max(0, raw)
            let length = index < last || sizes.background.isPresent ? spacing : 1e10
            let alpha = 1 - exp(-length * density)
            var share = alpha * passing
            passing *= 1 - alpha + 1e-10
            sum += share
            if index == last, camera.background == .last { share += 1 - sum }
            return share
        }
    }

    /// What the sphere behind the head gives to the feature.
    private mutating func behind(origin: SIMD3<Float>, direction: SIMD3<Float>) -> [Float] {
        let radius = Float(sizes.background.radius)
        let along = -(origin * direction).sum()
        let chord = along * along - (origin * origin).sum() + radius * radius
        let exit = (origin + direction * (along + max(0, chord).squareRoot())) / radius
        var hidden = [[exit.x, exit.y, exit.z]]
        for index in 0..<2 { hidden = film(PublishedNames.backgroundBlock(index), hidden) }
        return linear(PublishedNames.backgroundFeature, hidden)[0]
    }

    /// The per-pixel network.
    private mutating func paint(_ feature: [Float]) {
        let inr = sizes.inr
        var (x, color) = (feature, [Float](repeating: 0, count: 3))
        for index in 0..<inr.blocks {
            let names = PublishedNames.inrBlock(index)
            let style = styles.appearances[index]
            let between = modulated(names.first, x, style: style)
            let y = modulated(names.second, between, style: style)
            let adds = index >= inr.firstResidualBlock && x.count == y.count
            x = adds ? zip(x, y).map(+) : y
            if index >= inr.firstRGBBlock {
                let painted = linear(PublishedNames.painter(index), [x])[0]
                color = zip(color, painted).map(+)
                note(PublishedNames.painter(index).path, color)
            }
        }
    }
}

// What layers do.
extension LayerWalk {
    private mutating func note(_ name: String, _ numbers: [Float], seesRay: Bool = true) {
        layers.append(Layer(name: name, numbers: numbers, seesRay: seesRay))
    }

    /// W x + b for each of some vectors.
    private mutating func linear(_ names: PublishedNames.Layer, _ xs: [[Float]]) -> [[Float]] {
        let ys = xs.map { mapping.linear(names, $0) }
        note(names.path, ys.flatMap(\.self))
        return ys
    }

    /// sin(f (W x + b) + p) for each of some vectors.
    private mutating func film(
        _ names: PublishedNames.FiLMSIRENLayer, _ xs: [[Float]]
    ) -> [[Float]] {
        let frequency = mapping.linear(names.toFrequency, styles.shape).map { 15 * $0 + 30 }
        let phase = mapping.linear(names.toPhase, styles.shape)
        note(names.toFrequency.path, frequency, seesRay: false)
        note(names.toPhase.path, phase, seesRay: false)
        let arguments = xs.map { x in
            let y = mapping.linear(names.linear, x)
            return y.indices.map { frequency[$0] * y[$0] + phase[$0] }
        }
        note(names.linear.path, arguments.flatMap(\.self))
        return arguments.map { $0.map(sin) }
    }

    /// LeakyReLU(x W''), the weights modulated and normalised.
    private mutating func modulated(
        _ names: PublishedNames.ModFC, _ x: [Float], style: [Float]
    ) -> [Float] {
        let modulation = mapping.linear(names.modulation, style).map { 1 + $0 }
        note(names.modulation.path, modulation, seesRay: false)
        let values = weights[names.weight]
        let outputs = values.count / x.count
        var (sums, squares) = (
            [Float](repeating: 0, count: outputs), [Float](repeating: 0, count: outputs)
        )
        for input in x.indices {
            for output in 0..<outputs {
                let weight = values[input * outputs + output] * modulation[input]
                squares[output] += weight * weight
                sums[output] += x[input] * weight
            }
        }
        // They may be large, as long as there is a root to divide by.
        note(names.path, squares.filter { !$0.isFinite }, seesRay: false)
        let y = zip(sums, squares).map { $0 / ($1 + 1e-8).squareRoot() }
        note(names.path, y)
        return y.map { max($0, 0.2 * $0) }
    }
}
