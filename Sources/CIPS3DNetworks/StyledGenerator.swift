import CIPS3DModel
import Torch
import VolumeRendering

/// A generator whose layers are modulated already: from rays to pixels.
///
/// The modulated weights of the published sizes take as long as a hundred pixels; a picture that is
/// rendered in runs of rays makes them once.
package struct StyledGenerator {
    private(set) var camera: CameraConfiguration
    let compositing: Compositing
    let field: NeRFNetwork.Styled
    /// What the rays see behind the volume; nil where there is no sphere.
    let background: ((Rays) -> Tensor)?
    /// From features to colours; nil where the field paints them itself.
    let inr: ((Tensor) -> Tensor)?
    let auxiliaryHead: AuxiliaryHead

    /// Renders rays: field, second pass, compositing, sphere, INR and auxiliary head.
    ///
    /// - Parameters:
    ///   - rays: R rays of B images.
    ///   - draws: Every random number.
    /// - Returns: The pixels.
    package func render(_ rays: Rays, draws: SamplingDraws) -> RenderedRays {
        let coarse = RaySampling.stratified(
            rays, samples: camera.samplesPerRay, jitter: draws.jitter)
        let spacing = rays.spacing(samples: camera.samplesPerRay)
        var samples = evaluate(rays, at: coarse)
        var noise = draws.coarseNoise
        if camera.finePass {
            let fine = withoutGradient {
                let weights = compositing.withoutBackground.weights(
                    rawDensity: samples.rawDensity, distances: coarse, spacing: spacing,
                    noise: draws.coarseNoise)
                return RaySampling.importance(
                    coarse, weights: weights,
                    draws: draws.importance ?? RaySampling.evenDraws(like: coarse))
            }
            samples = evaluate(rays, at: fine).merged(with: samples)
            noise = draws.fineNoise
        }
        let weights = compositing.weights(
            rawDensity: samples.rawDensity, distances: samples.distances, spacing: spacing,
            noise: noise)
        let opacity = weights.sum(-1)
        var features = compositing.features(samples.features, weights: weights, opacity: opacity)
        if let background {
            features = features + (1 - opacity).unsqueezed(-1) * background(rays)
        }
        let auxiliary = auxiliaryHead(features)
        return RenderedRays(
            color: inr?(features) ?? auxiliary, auxiliary: auxiliary,
            depth: Compositing.depth(samples.distances, weights: weights), opacity: opacity)
    }

    /// The same generator with other samples on a ray, all of them evenly spaced.
    ///
    /// - Parameter samples: At least 2.
    /// - Returns: A generator that shares the tensors.
    func sampled(_ samples: Int) -> StyledGenerator {
        var generator = self
        (generator.camera.samplesPerRay, generator.camera.finePass) = (samples, false)
        return generator
    }

    private func evaluate(_ rays: Rays, at distances: Tensor) -> FieldSamples {
        let (images, count, samples) = (distances.size(0), distances.size(1), distances.size(2))
        let points = rays.points(at: distances).reshaped(images, count * samples, 3)
        let (features, rawDensity) = field(points) {
            rays.directions.unsqueezed(2).expanded(images, count, samples, 3)
                .reshaped(images, count * samples, 3)
        }
        return FieldSamples(
            distances: distances, features: features.reshaped(images, count, samples, -1),
            rawDensity: rawDensity.reshaped(images, count, samples))
    }
}
