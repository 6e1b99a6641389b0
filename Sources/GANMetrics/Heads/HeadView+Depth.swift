extension HeadView {
    /// The smallest opacity of a ray that shows a surface.
    public static let surfaceOpacity: Float = 0.5

    /// How much of each ray's light is stopped, in [0, 1].
    ///
    ///     opacity = Σ w
    ///
    /// - Returns: `[R]`.
    public func opacity() -> [Float] {
        sums { weight, _ in weight }
    }

    /// How far along each ray its surface lies.
    ///
    ///     depth = Σ w d / Σ w
    ///
    /// The division matters where a ray lets light through: without it, the surface would come
    /// nearer the fainter it is.
    ///
    /// - Returns: `[R]`, in scene units; NaN where the opacity is below ``surfaceOpacity``, for
    ///   such a ray shows no surface.
    public func surfaceDepth() -> [Float] {
        let moments = sums { weight, distance in weight * distance }
        return zip(opacity(), moments).map { opacity, moment in
            opacity >= Self.surfaceOpacity ? moment / opacity : .nan
        }
    }

    /// Whether every number of the view is finite; those of a model that has diverged are not.
    package var isFinite: Bool {
        [color, distances, density, weights].allSatisfy { values in
            // Without its sign a number's bits grow with its size; infinity and NaN come last.
            let largest = values.reduce(0 as UInt32) { max($0, $1.bitPattern & 0x7FFF_FFFF) }
            return largest < Float.infinity.bitPattern
        }
    }

    /// Sums a term over the samples of each ray.
    private func sums(_ term: (_ weight: Float, _ distance: Float) -> Float) -> [Float] {
        (0..<size * size).map { ray in
            var sum: Float = 0
            for sample in ray * samples..<(ray + 1) * samples {
                sum += term(weights[sample], distances[sample])
            }
            return sum
        }
    }
}
