import CIPS3DModel
import Torch

/// What a ray sees of its samples.
public struct Compositing: Sendable, Equatable {
    /// What the last sample of a ray stands for.
    public enum LastInterval: Sendable, Equatable {
        /// Everything behind it, as published: a length of 1e10.
        case endless
        /// One interval of the stratified samples: something stands behind the volume.
        case spacing
    }

    /// What keeps densities from being negative.
    public let activation: DensityConfiguration.Activation
    /// What the last sample of a ray stands for.
    public let lastInterval: LastInterval
    /// Where weight goes that no sample takes.
    public let background: CameraConfiguration.Background

    /// How rays are composited.
    ///
    /// - Parameters:
    ///   - activation: What keeps densities from being negative.
    ///   - lastInterval: What the last sample of a ray stands for.
    ///   - background: Where weight goes that no sample takes.
    public init(
        activation: DensityConfiguration.Activation = .relu, lastInterval: LastInterval = .endless,
        background: CameraConfiguration.Background = .none
    ) {
        (self.activation, self.lastInterval) = (activation, lastInterval)
        self.background = background
    }

    /// How a generator's rays are composited.
    ///
    /// - Parameters:
    ///   - configuration: The generator.
    ///   - camera: How rays are sampled.
    public init(_ configuration: GeneratorConfiguration, camera: CameraConfiguration) {
        self.init(
            activation: configuration.nerf.density.activation,
            lastInterval: configuration.background.isPresent ? .spacing : .endless,
            background: camera.background)
    }

    /// The same without a background: the weights that the second pass draws its samples by.
    public var withoutBackground: Compositing {
        Compositing(activation: activation, lastInterval: lastInterval)
    }

    /// The share of each sample in its ray.
    ///
    ///     alpha_i = 1 - exp(-delta_i activation(sigma_i + noise_i))
    ///     T_i     = product over j < i of (1 - alpha_j + 1e-10)
    ///     w_i     = alpha_i T_i
    ///
    /// Source: NeRF (arXiv:2003.08934), equation 3.
    ///
    /// - Parameters:
    ///   - rawDensity: Density before the activation, `[B, R, S]`, per scene unit.
    ///   - distances: Sorted distances along the ray, `[B, R, S]`, in scene units.
    ///   - spacing: Distance between two stratified samples, `[B, 1, 1]`, in scene units; the last
    ///     sample stands for it where `lastInterval` says so.
    ///   - noise: Added to the raw density, `[B, R, S]`; nil is none.
    /// - Returns: `[B, R, S]`, at least 0, at most 1 in sum; with the background `.last` the last
    ///   sample has taken the rest.
    public func weights(
        rawDensity: Tensor, distances: Tensor, spacing: Tensor, noise: Tensor?
    ) -> Tensor {
        let samples = distances.size(-1)
        let last = samples - 1
        let between = distances.narrowed(-1, 1..<samples) - distances.narrowed(-1, 0..<last)
        let lengths = lastInterval == .endless ? 1e10 * spacing.onesLike() : spacing
        let (images, rays) = (distances.size(0), distances.size(1))
        let deltas = Tensor.concatenated([between, lengths.expanded(images, rays, 1)], axis: -1)
        let density = density(noise.map { rawDensity + $0 } ?? rawDensity)
        let alpha = 1 - exp(-(deltas * density))
        let passing = 1 - alpha.narrowed(-1, 0..<last) + 1e-10
        let transmittance = Tensor.concatenated(
            [passing.narrowed(-1, 0..<1).onesLike(), passing.cumulativeProduct(-1)], axis: -1)
        let weights = alpha * transmittance
        guard background == .last else { return weights }
        let rest = 1 - weights.sum(-1, keepingAxes: true)
        return Tensor.concatenated(
            [weights.narrowed(-1, 0..<last), weights.narrowed(-1, last..<samples) + rest],
            axis: -1)
    }

    /// The density of a raw one, at least 0.
    private func density(_ raw: Tensor) -> Tensor {
        switch activation {
        case .relu: relu(raw)
        case .softplus: softplus(raw)
        }
    }

    /// Sums the features of a ray's samples by their weights.
    ///
    /// - Parameters:
    ///   - features: `[B, R, S, C]`.
    ///   - weights: `[B, R, S]`.
    ///   - opacity: Their sums, `[B, R]`.
    /// - Returns: `[B, R, C]`; with the background `.white` what no sample takes is added to every
    ///   channel.
    public func features(_ features: Tensor, weights: Tensor, opacity: Tensor) -> Tensor {
        // One row of weights times the samples' features: no [B, R, S, C] product is stored.
        let sum = matmul(weights.unsqueezed(-2), features).squeezed(-2)  // [B, R, C]
        guard background == .white else { return sum }
        return sum + (1 - opacity).unsqueezed(-1)
    }

    /// The mean distance of a ray's weight; rays that hit nothing have depth 0.
    ///
    /// - Parameters:
    ///   - distances: `[B, R, S]`.
    ///   - weights: `[B, R, S]`.
    /// - Returns: `[B, R]`, in scene units.
    public static func depth(_ distances: Tensor, weights: Tensor) -> Tensor {
        (weights * distances).sum(-1)
    }
}
