import Torch

/// Where along its ray the field is evaluated.
public enum RaySampling {
    /// Evenly spaced distances from near to far with both ends, moved by a jitter.
    ///
    ///     t_i = near + (far - near) (i + jitter_i) / (S - 1)
    ///
    /// - Parameters:
    ///   - rays: R rays of B images.
    ///   - samples: S, at least 2.
    ///   - jitter: `[B, R, S]` in [-0.5, 0.5] of the spacing; nil is none.
    /// - Returns: `[B, R, S]`, in scene units.
    public static func stratified(_ rays: Rays, samples: Int, jitter: Tensor?) -> Tensor {
        let steps = Tensor.linspace(
            0, 1, count: samples, type: rays.near.type, device: rays.near.device)
        let even = rays.near + (rays.far - rays.near) * steps  // [B, 1, S]
        guard let jitter else {
            return even.expanded(even.size(0), rays.count, samples)
        }
        return even + jitter * rays.spacing(samples: samples)
    }

    /// Distances drawn where a first pass found weight, by inverting its cumulative distribution.
    ///
    /// Bins lie between the midpoints of the first pass's samples; each inner sample's weight
    /// (+ 2e-5, so that empty space stays possible) is its bin's probability. No gradient flows
    /// through positions.
    ///
    /// Source: NeRF (arXiv:2003.08934), section 5.2.
    ///
    /// - Parameters:
    ///   - distances: Sorted distances of the first pass, `[B, R, S]`.
    ///   - weights: Its weights, `[B, R, S]`.
    ///   - draws: Numbers in [0, 1), `[B, R, K]`.
    /// - Returns: `[B, R, K]`, not sorted.
    public static func importance(_ distances: Tensor, weights: Tensor, draws: Tensor) -> Tensor {
        let samples = distances.size(-1)
        precondition(samples >= 3, "importance sampling needs three samples on a ray")
        let (later, earlier) = (
            distances.narrowed(-1, 1..<samples), distances.narrowed(-1, 0..<samples - 1)
        )
        let bins = 0.5 * (later + earlier)
        // Two summands, because 1e-5 + 1e-5 rounds differently from 2e-5.
        let inner = (weights.narrowed(-1, 1..<samples - 1) + 1e-5) + 1e-5
        let probability = inner / inner.sum(-1, keepingAxes: true)  // [B, R, S - 2]
        let zero = probability.narrowed(-1, 0..<1).zerosLike()
        let cumulative = Tensor.concatenated([zero, probability.cumulativeSum(-1)], axis: -1)

        let index = cumulative.insertionIndices(of: draws)
        let low = (index - 1.0).clamped(minimum: 0)
        let high = index.clamped(maximum: Double(samples - 2))
        let (c0, c1) = (cumulative.gathered(low, axis: -1), cumulative.gathered(high, axis: -1))
        let (b0, b1) = (bins.gathered(low, axis: -1), bins.gathered(high, axis: -1))
        let width = c1 - c0
        let divisor = select(where: width .< 1e-5, width.onesLike(), width)
        return b0 + (draws - c0) / divisor * (b1 - b0)
    }

    /// The draws of a deterministic picture: `u_j = (j + 0.5) / S`.
    ///
    /// - Parameter distances: `[B, R, S]`, for the shape.
    /// - Returns: `[B, R, S]`, contiguous.
    public static func evenDraws(like distances: Tensor) -> Tensor {
        let samples = distances.size(-1)
        let centres = (0..<samples).map { (Double($0) + 0.5) / Double(samples) }
        let row = Tensor(centres, shape: [1, 1, samples])
            .converted(to: distances.type, on: distances.device)
        return row.expanded(distances.size(0), distances.size(1), samples).contiguous()
    }
}
