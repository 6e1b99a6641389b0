import Torch

/// What the field says along rays.
struct FieldSamples {
    /// `[B, R, S]`, in scene units.
    let distances: Tensor
    /// `[B, R, S, C]`.
    let features: Tensor
    /// `[B, R, S]`, per scene unit.
    let rawDensity: Tensor

    /// Both sets of samples, sorted by distance; gradient flows through the values of both.
    func merged(with other: FieldSamples) -> FieldSamples {
        let all = Tensor.concatenated([distances, other.distances], axis: 2)
        let (sorted, order) = all.sorted(axis: 2)
        let bothFeatures = Tensor.concatenated([features, other.features], axis: 2)
        let (b, r, s, c) = (
            all.size(0), all.size(1), all.size(2), features.size(3)
        )
        return FieldSamples(
            distances: sorted,
            features: bothFeatures.gathered(order.unsqueezed(-1).expanded(b, r, s, c), axis: 2),
            rawDensity: Tensor.concatenated([rawDensity, other.rawDensity], axis: 2)
                .gathered(order, axis: 2))
    }
}
