import CIPS3DModel
import Torch

/// What a ray sees of its samples.
public enum Compositing {
    /// The share of each sample in its ray.
    ///
    ///     alpha_i = 1 - exp(-delta_i relu(sigma_i + noise_i)),  last delta 1e10
    ///     T_i     = product over j < i of (1 - alpha_j + 1e-10)
    ///     w_i     = alpha_i T_i
    ///
    /// Source: NeRF (arXiv:2003.08934), equation 3.
    ///
    /// - Parameters:
    ///   - rawDensity: Density before the activation, `[B, R, S]`, per scene unit.
    ///   - distances: Sorted distances along the ray, `[B, R, S]`, in scene units.
    ///   - noise: Added to the raw density, `[B, R, S]`; nil is none.
    ///   - background: With `.last` the last sample takes the rest of the weight.
    /// - Returns: `[B, R, S]`, at least 0, at most 1 in sum.
    public static func weights(
        rawDensity: Tensor, distances: Tensor, noise: Tensor?, background: Background = .none
    ) -> Tensor {
        let samples = distances.size(-1)
        let last = samples - 1
        let between = distances.narrowed(-1, 1..<samples) - distances.narrowed(-1, 0..<last)
        let open = Tensor.full(
            1e10, shape: Array(distances.shape.dropLast()) + [1], type: distances.type,
            device: distances.device)
        let deltas = Tensor.concatenated([between, open], axis: -1)
        let density = relu(noise.map { rawDensity + $0 } ?? rawDensity)
        let alpha = 1 - exp(-(deltas * density))
        let passing = 1 - alpha.narrowed(-1, 0..<last) + 1e-10
        let transmittance = Tensor.concatenated(
            [open.onesLike(), passing.cumulativeProduct(-1)], axis: -1)
        let weights = alpha * transmittance
        guard background == .last else { return weights }
        let rest = 1 - weights.sum(-1, keepingAxes: true)
        return Tensor.concatenated(
            [weights.narrowed(-1, 0..<last), weights.narrowed(-1, last..<samples) + rest],
            axis: -1)
    }

    /// Sums the features of a ray's samples by their weights.
    ///
    /// - Parameters:
    ///   - features: `[B, R, S, C]`.
    ///   - weights: `[B, R, S]`.
    ///   - background: With `.white` what no sample takes is added to every channel.
    /// - Returns: `[B, R, C]`.
    public static func features(
        _ features: Tensor, weights: Tensor, background: Background = .none
    ) -> Tensor {
        // One row of weights times the samples' features: no [B, R, S, C] product is stored.
        let sum = matmul(weights.unsqueezed(-2), features).squeezed(-2)  // [B, R, C]
        guard background == .white else { return sum }
        return sum + (1 - weights.sum(-1, keepingAxes: true))
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

    /// Where weight goes that no sample of a ray takes.
    public typealias Background = CameraConfiguration.Background
}
