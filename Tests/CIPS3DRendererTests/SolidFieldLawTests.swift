import CIPS3DModel
import CIPS3DRenderer
import Foundation
import HeadPictures
import InnerLoops
import Testing

@Suite("A solid field, and the sphere behind it")
struct SolidFieldLawTests {
    private let model = RandomModel.solid
    private let size = 13

    private func camera(_ renderer: FusedEngine, yaw: Double = -15) -> Camera {
        Camera(renderer.configuration.camera, yaw: .degrees(yaw), pitch: .degrees(6))
    }

    private func picture(
        _ model: RandomModel, set: InstructionSet? = nil
    ) async throws -> RenderedPixels {
        let renderer = try model.renderer(FusedEngine.Options(instructionSet: set))
        // Whatever it shows: some of these boxes are empty.
        return try renderer.renderAll(
            renderer.layers(seed: 2),
            RayBatch(camera: camera(renderer), size: size, placement: .rule(.deterministic)))
    }

    /// The model with nothing in its box, and a sphere that looks alike in every style.
    private func emptied(_ activation: DensityConfiguration.Activation) -> RandomModel {
        model.with {
            $0.configuration.generator.nerf.density.activation = activation
            $0.changes[PublishedNames.density.weight] = { $0.map { _ in 0 } }
            // A softplus of it is nothing beside 1, as single precision has it.
            $0.changes[PublishedNames.density.bias] = { $0.map { _ in -1e5 } }
            for index in 0..<2 {
                let block = PublishedNames.backgroundBlock(index)
                for name in [block.toFrequency.weight, block.toPhase.weight] {
                    $0.changes[name] = { $0.map { _ in 0 } }
                }
            }
        }
    }

    /// What the auxiliary image shows of a sphere alone, in double precision.
    private struct ExactSphere {
        private let tensors: [String: [Double]]
        private let radius: Double

        init(_ model: RandomModel) {
            let sizes = model.configuration.generator
            radius = sizes.background.radius
            tensors = Dictionary(
                uniqueKeysWithValues: PublishedNames.tensors(of: sizes).map {
                    ($0.name, model.values($0).map(Double.init))
                })
        }

        private func values(_ name: String) -> [Double] { tensors[name] ?? [] }

        /// W x + b.
        private func linear(_ names: PublishedNames.Layer, _ x: [Double]) -> [Double] {
            let (weights, bias) = (values(names.weight), values(names.bias))
            return bias.indices.map { row in
                let products = x.indices.map { weights[row * x.count + $0] * x[$0] }
                return products.reduce(bias[row], +)
            }
        }

        /// Where a ray leaves the sphere, in units of its radius.
        private func exit(_ o: SIMD3<Double>, _ d: SIMD3<Double>) -> [Double] {
            let along = -(o * d).sum()
            let beyond = (o * o).sum() - radius * radius
            let half = max(0, along * along - beyond).squareRoot()
            let point: SIMD3<Double> = (o + d * (along + half)) / radius
            return [point.x, point.y, point.z]
        }

        func color(from origin: SIMD3<Double>, along direction: SIMD3<Double>) -> [Double] {
            var x = exit(origin, direction)
            for index in 0..<2 {
                let names = PublishedNames.backgroundBlock(index)
                // Nothing of the style is left but the biases.
                let frequency = values(names.toFrequency.bias).map { 15 * $0 + 30 }
                let phase = values(names.toPhase.bias)
                let sums = linear(names.linear, x)
                x = sums.indices.map { sin(frequency[$0] * sums[$0] + phase[$0]) }
            }
            let feature = linear(PublishedNames.backgroundFeature, x)
            return linear(PublishedNames.auxiliaryHead, feature).map { tanh($0) }
        }
    }

    /// The direction of a pixel's ray.
    private func direction(_ pixel: Int, _ camera: Camera) -> SIMD3<Double> {
        let unit = PixelGrid(size: size, fieldOfView: camera.fieldOfView).direction(pixel)
        let (right, up, backward) = camera.axes
        let sideways: SIMD3<Double> = right * Double(unit.x) + up * Double(unit.y)
        return sideways + backward * Double(unit.z)
    }

    @Test(
        "behind an empty box every pixel shows the sphere where its ray leaves it",
        arguments: InstructionSet.available, DensityConfiguration.Activation.allCases)
    func emptyBox(
        set: InstructionSet, activation: DensityConfiguration.Activation
    ) async throws {
        for radius in [0.3, 0.9] {
            let model = emptied(activation).with {
                $0.configuration.generator.background.radius = radius
            }
            let camera = try camera(model.renderer())
            let sphere = ExactSphere(model)
            let pixels = try await picture(model, set: set)
            #expect(pixels.opacity.allSatisfy { $0 == 0 } && pixels.depth.allSatisfy { $0 == 0 })
            for pixel in 0..<size * size {
                let expected = sphere.color(
                    from: camera.origin, along: direction(pixel, camera))
                for channel in 0..<3 {
                    let found = Double(pixels.auxiliary[3 * pixel + channel])
                    // Roundings of 2⁻²⁴ in points of about 1, which half of a chord, a root,
                    // magnifies; then two layers of sines and sums of nine numbers.
                    #expect(abs(found - expected[channel]) <= 1e-5, "pixel \(pixel)")
                }
            }
            #expect(Set(pixels.auxiliary).count > size * size)
        }
    }

    @Test("an opaque head hides the sphere, and one that is not lets it show")
    func hidden() async throws {
        let painted: @Sendable (inout RandomModel) -> Void = {
            $0.changes[PublishedNames.backgroundFeature.bias] = { $0.map { _ in 3 } }
        }
        let opaque = model.with {
            $0.changes[PublishedNames.density.bias] = { $0.map { _ in 1e7 } }
        }
        let (one, other) = try await (picture(opaque), picture(opaque.with(painted)))
        // The first interval takes all but a rounding.
        #expect(one.largestDifference(from: other) <= 1e-5)
        #expect(one.opacity.allSatisfy { abs($0 - 1) <= 1e-6 })
        let (thin, thinPainted) = try await (picture(model), picture(model.with(painted)))
        #expect(thin.opacity == thinPainted.opacity && thin.depth == thinPainted.depth)
        #expect(thin.color != thinPainted.color && thin.auxiliary != thinPainted.auxiliary)
    }

    @Test(
        "where there is weight its mean distance lies between near and far",
        arguments: InstructionSet.available)
    func meanDistance(set: InstructionSet) async throws {
        for model in [RandomModel(), .solid] {
            let pixels = try await picture(model, set: set)
            let camera = model.configuration.camera
            // Sums of ten numbers round by 2⁻²⁴ each.
            let (near, far) = (Float(camera.near) * (1 - 2e-6), Float(camera.far) * (1 + 2e-6))
            for (depth, opacity) in zip(pixels.depth, pixels.opacity) {
                #expect(opacity >= 0 && opacity <= 1 + 1e-6)
                #expect(depth >= near * opacity && depth <= far * opacity)
            }
        }
        // Some rays see the head and some past it, or the rest of these tests would prove nothing.
        let opacity = try await picture(model, set: set).opacity
        #expect(opacity.contains { $0 > 0.5 } && opacity.contains { $0 < 0.5 })
    }

    @Test(
        "weights follow from the densities along a ray, for one pass and for two",
        arguments: InstructionSet.available, [false, true])
    func raySamples(set: InstructionSet, finePass: Bool) async throws {
        for model in [RandomModel(), .solid] {
            let model = model.with { $0.configuration.camera.finePass = finePass }
            let renderer = try model.renderer(FusedEngine.Options(instructionSet: set))
            let camera = camera(renderer)
            let batch = RayBatch(camera: camera, size: size, placement: .rule(.deterministic))
            let head = try renderer.layers(seed: 2)
            let found = renderer.raySamples(head, batch)
            let coarse = Double(model.configuration.camera.samplesPerRay)
            #expect(found.samples == (finePass ? 2 : 1) * Int(coarse))
            #expect(found.density.allSatisfy { $0 >= 0 } && found.density.contains { $0 > 1 })
            let isOpen = model.configuration.generator.background.isPresent
            let last = isOpen ? (camera.far - camera.near) / (coarse - 1) : 1e10
            // What the compositing kernel is held to; densities are the kernel's own.
            let tolerance = 2.5e-7 * Double(found.samples + 1)
            for ray in 0..<batch.count {
                let range = ray * found.samples..<(ray + 1) * found.samples
                let expected = weights(
                    found.distances[range].map(Double.init),
                    found.density[range].map(Double.init), last: last)
                let errors = zip(found.weights[range], expected).map { abs(Double($0) - $1) }
                #expect(errors.allSatisfy { $0 <= tolerance }, "ray \(ray)")
            }
        }
    }

    private func weights(_ distances: [Double], _ density: [Double], last: Double) -> [Double] {
        var passing = 1.0
        return distances.indices.map { sample in
            let next = sample + 1
            let length = next < distances.count ? distances[next] - distances[sample] : last
            let alpha = 1 - exp(-length * density[sample])
            defer { passing *= 1 - alpha + 1e-10 }
            return alpha * passing
        }
    }
}
