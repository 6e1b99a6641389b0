import Torch

/// Scales gradients down to a largest norm: `g · min(1, limit / (norm + 1e-6))`.
///
/// - Parameters:
///   - gradients: All gradients of a network; those that are there are scaled in place.
///   - limit: The largest norm.
/// - Returns: The norm before; 0 where there are no gradients.
public func clipNorm(_ gradients: [Tensor?], to limit: Double) -> Double {
    let present = gradients.compactMap { $0 }
    guard !present.isEmpty else { return 0 }
    let norm = InPlace.totalNorm(present).item
    let factor = limit / (norm + 1e-6)
    if factor < 1 { InPlace.scale(present, by: factor) }
    return norm
}
