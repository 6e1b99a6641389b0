import Torch

/// Every random number that rendering rays takes.
///
/// Nil means none of it: samples in their places, importance draws evenly spread, no noise.
public struct SamplingDraws {
    /// Moves the stratified samples, `[B, R, S]` in [-0.5, 0.5] of their spacing.
    public var jitter: Tensor?
    /// Where the second pass draws, `[B, R, S]` in [0, 1).
    public var importance: Tensor?
    /// Added to the raw density of the first pass, `[B, R, S]`.
    public var coarseNoise: Tensor?
    /// Added to the raw density of all sorted samples, `[B, R, 2S]`, where there is a second pass.
    public var fineNoise: Tensor?

    /// Given draws.
    ///
    /// - Parameters:
    ///   - jitter: Moves the stratified samples, `[B, R, S]`.
    ///   - importance: Where the second pass draws, `[B, R, S]`.
    ///   - coarseNoise: Added to the density of the first pass, `[B, R, S]`.
    ///   - fineNoise: Added to the density of all samples, `[B, R, 2S]`.
    public init(
        jitter: Tensor? = nil, importance: Tensor? = nil, coarseNoise: Tensor? = nil,
        fineNoise: Tensor? = nil
    ) {
        (self.jitter, self.importance) = (jitter, importance)
        (self.coarseNoise, self.fineNoise) = (coarseNoise, fineNoise)
    }

    /// No randomness at all: the same picture every time.
    public static var deterministic: SamplingDraws { SamplingDraws() }

    /// Draws as in training.
    ///
    /// - Parameters:
    ///   - random: The source.
    ///   - images: B.
    ///   - rays: R.
    ///   - samples: S.
    ///   - finePass: Whether there is a second pass.
    ///   - densityNoise: Standard deviation of the noise on the raw density; 0 draws none.
    /// - Returns: The draws.
    public static func random(
        from random: RandomSource, images: Int, rays: Int, samples: Int, finePass: Bool,
        densityNoise: Double
    ) -> SamplingDraws {
        let shape = [images, rays, samples]
        var draws = SamplingDraws(jitter: random.uniform(shape) - 0.5)
        if finePass { draws.importance = random.uniform(shape) }
        guard densityNoise > 0 else { return draws }
        draws.coarseNoise = densityNoise * random.normal(shape)
        if finePass { draws.fineNoise = densityNoise * random.normal([images, rays, 2 * samples]) }
        return draws
    }

    /// The draws of some rays of every image.
    ///
    /// - Parameter indices: int64 `[K]`.
    /// - Returns: Draws for K rays.
    public func taking(_ indices: Tensor) -> SamplingDraws {
        mapped { $0.taking(indices, axis: 1) }
    }

    /// The draws of a run of the rays of every image.
    ///
    /// - Parameter range: Which rays.
    /// - Returns: A view of them.
    public func narrowed(_ range: Range<Int>) -> SamplingDraws {
        mapped { $0.narrowed(1, range) }
    }

    /// The draws of some of the images.
    ///
    /// - Parameter range: Which images.
    /// - Returns: A view of them.
    public func ofImages(_ range: Range<Int>) -> SamplingDraws {
        mapped { $0.narrowed(0, range) }
    }

    /// The draws of the images at some places.
    ///
    /// - Parameter indices: int64 `[K]`.
    /// - Returns: Draws for K images.
    public func takingImages(_ indices: Tensor) -> SamplingDraws {
        mapped { $0.taking(indices, axis: 0) }
    }

    private func mapped(_ change: (Tensor) -> Tensor) -> SamplingDraws {
        SamplingDraws(
            jitter: jitter.map(change), importance: importance.map(change),
            coarseNoise: coarseNoise.map(change), fineNoise: fineNoise.map(change))
    }
}
