/// What recomputes a recorded computation.
package enum VerificationEngine: String, CaseIterable, Sendable {
    /// libtorch: everything that is recorded.
    case torch
    /// The fused renderer: what generators render, and nothing that has to do with learning.
    case fused
}
