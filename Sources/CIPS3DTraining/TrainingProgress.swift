/// How far a run is.
public struct TrainingProgress: Codable, Sendable, Equatable {
    /// Steps taken.
    public var steps = 0
    /// Photographs seen; as many images were generated twice.
    public var images = 0
    /// Seconds spent in steps, over all invocations.
    public var seconds = 0.0

    /// A run that begins.
    public init() {}

    /// Thousands of photographs seen.
    public var kimg: Double { Double(images) / 1_000 }
}
