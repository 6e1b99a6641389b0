import CIPS3DModel
import Torch
import VolumeRendering

/// A generator whose layers are modulated already: from rays to pixels.
///
/// The modulated weights of the published sizes take as long as a hundred pixels; a picture that is
/// rendered in runs of rays makes them once.
public struct StyledGenerator {
    let camera: CameraConfiguration
    let field: NeRFNetwork.Styled
    let inr: (Tensor) -> Tensor
    let auxiliaryHead: AuxiliaryHead

    /// Renders rays: field, second pass, compositing, INR and auxiliary head.
    ///
    /// - Parameters:
    ///   - rays: R rays of B images.
    ///   - draws: Every random number.
    /// - Returns: The pixels.
    public func render(_ rays: Rays, draws: SamplingDraws) -> RenderedRays {
        let coarse = RaySampling.stratified(
            rays, samples: camera.samplesPerRay, jitter: draws.jitter)
        var samples = evaluate(rays, at: coarse)
        var noise = draws.coarseNoise
        if camera.finePass {
            let fine = withoutGradient {
                let weights = Compositing.weights(
                    rawDensity: samples.rawDensity, distances: coarse, noise: draws.coarseNoise)
                return RaySampling.importance(
                    coarse, weights: weights,
                    draws: draws.importance ?? RaySampling.evenDraws(like: coarse))
            }
            samples = evaluate(rays, at: fine).merged(with: samples)
            noise = draws.fineNoise
        }
        let weights = Compositing.weights(
            rawDensity: samples.rawDensity, distances: samples.distances, noise: noise,
            background: camera.background)
        let features = Compositing.features(
            samples.features, weights: weights, background: camera.background)
        return RenderedRays(
            color: inr(features), auxiliary: auxiliaryHead(features),
            depth: Compositing.depth(samples.distances, weights: weights))
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
