import CIPS3DModel
import Torch
import VolumeRendering

/// Everything random about a batch of generated images.
package struct GeneratorInputs {
    /// `[B, shapeLatentWidth]`.
    package var shapeCodes: Tensor
    /// `[B, appearanceLatentWidth]`.
    package var appearanceCodes: Tensor
    /// One for each image.
    package var cameras: [Camera]
    /// The draws along the rays.
    package var draws: SamplingDraws

    /// Given inputs.
    ///
    /// - Parameters:
    ///   - shapeCodes: `[B, shapeLatentWidth]`.
    ///   - appearanceCodes: `[B, appearanceLatentWidth]`.
    ///   - cameras: One for each image.
    ///   - draws: The draws along the rays.
    package init(
        shapeCodes: Tensor, appearanceCodes: Tensor, cameras: [Camera], draws: SamplingDraws
    ) {
        (self.shapeCodes, self.appearanceCodes) = (shapeCodes, appearanceCodes)
        (self.cameras, self.draws) = (cameras, draws)
    }

    /// Draws a batch as in training: normal codes, normal angles, jittered samples.
    ///
    /// - Parameters:
    ///   - generator: Whose codes and rays they are.
    ///   - random: The source.
    ///   - images: B.
    ///   - size: Pixels on a side.
    ///   - densityNoise: Standard deviation of the noise on the raw density.
    /// - Returns: The inputs.
    package static func random(
        for generator: Generator, from random: RandomSource, images: Int, size: Int,
        densityNoise: Double
    ) -> GeneratorInputs {
        let (widths, camera) = (generator.configuration, generator.camera)
        let shape = random.normal([images, widths.shapeLatentWidth])
        let appearance = random.normal([images, widths.appearanceLatentWidth])
        let angles = random.normal([images, 2]).array(of: Double.self)
        let cameras = (0..<images).map { image in
            Camera(
                camera, yaw: .degrees(angles[2 * image] * camera.yawDeviation),
                pitch: .degrees(angles[2 * image + 1] * camera.pitchDeviation))
        }
        let draws = SamplingDraws.random(
            from: random, images: images, rays: size * size, samples: camera.samplesPerRay,
            finePass: camera.finePass, densityNoise: densityNoise)
        return GeneratorInputs(
            shapeCodes: shape, appearanceCodes: appearance, cameras: cameras, draws: draws)
    }

    /// The inputs of the images at some places of the batch, in their order.
    ///
    /// - Parameter places: Different places.
    /// - Returns: Copies.
    package func taking(_ places: [Int]) -> GeneratorInputs {
        let order = Tensor(
            places.map(Int64.init), shape: [places.count], device: shapeCodes.device)
        return GeneratorInputs(
            shapeCodes: shapeCodes.taking(order, axis: 0),
            appearanceCodes: appearanceCodes.taking(order, axis: 0),
            cameras: places.map { cameras[$0] }, draws: draws.takingImages(order))
    }

    /// The inputs of some of the images.
    ///
    /// - Parameter range: Which images.
    /// - Returns: Views.
    package func narrowed(_ range: Range<Int>) -> GeneratorInputs {
        GeneratorInputs(
            shapeCodes: shapeCodes.narrowed(0, range),
            appearanceCodes: appearanceCodes.narrowed(0, range), cameras: Array(cameras[range]),
            draws: draws.ofImages(range))
    }
}

extension Generator {
    /// Generates images from drawn inputs.
    ///
    /// - Parameters:
    ///   - inputs: Everything random about B images.
    ///   - size: Pixels on a side.
    ///   - pixels: Pixels that carry gradient, int64 `[K]`; nil lets all of them.
    /// - Returns: B images.
    package func callAsFunction(
        _ inputs: GeneratorInputs, size: Int, gradientPixels pixels: Tensor? = nil
    ) -> RenderedImages {
        let (rays, styles) = raysAndStyles(of: inputs, size: size)
        return render(rays, styles: styles, draws: inputs.draws, gradientPixels: pixels)
            .images(size: size)
    }

    /// Generates images without recording gradients, in runs of rays that bound the memory.
    ///
    /// - Parameters:
    ///   - inputs: Everything random about B images.
    ///   - size: Pixels on a side.
    /// - Returns: B images.
    package func imagesWithoutGradient(_ inputs: GeneratorInputs, size: Int) -> RenderedImages {
        withoutGradient {
            let (rays, styles) = raysAndStyles(of: inputs, size: size)
            return renderWithoutGradient(rays, styles: styles, draws: inputs.draws)
                .images(size: size)
        }
    }

    private func raysAndStyles(of inputs: GeneratorInputs, size: Int) -> (Rays, Styles) {
        let rays = Rays(
            cameras: inputs.cameras, size: size, type: parameters.type, device: parameters.device)
        let styles = styles(
            shapeCodes: inputs.shapeCodes, appearanceCodes: inputs.appearanceCodes)
        return (rays, styles)
    }
}
