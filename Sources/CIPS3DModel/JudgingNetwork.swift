/// A frozen network over whose features a model was judged in training.
///
/// A distance over the features of the same network flatters the model, and has to say so.
package enum JudgingNetwork: String, Codable, Sendable, CaseIterable {
    /// Discriminators that learned from nothing, or nobody knows.
    case none
    /// Projected discriminators over EfficientNet-Lite0.
    case efficientNetLite0 = "efficientnet-lite0"
}
