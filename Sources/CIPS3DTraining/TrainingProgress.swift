/// How far a run is.
public struct TrainingProgress: Codable, Sendable, Equatable {
    /// Steps taken.
    public var steps = 0
    /// Photographs seen; as many images were generated twice.
    public var images = 0
    /// Seconds spent in steps, over all invocations.
    public var seconds = 0.0
    /// The stage whose networks these are, from 0.
    public var stage = 0
    /// How often images are changed where that adapts itself.
    package var augmentation = AdaptiveAugmentation()

    /// A run that begins.
    public init() {}

    /// Reads what this or an earlier version wrote.
    ///
    /// - Parameter decoder: Where to read from.
    /// - Throws: `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        steps = try container.decode(Int.self, forKey: .steps)
        images = try container.decode(Int.self, forKey: .images)
        seconds = try container.decode(Double.self, forKey: .seconds)
        stage = try container.decodeIfPresent(Int.self, forKey: .stage) ?? 0
        augmentation =
            try container.decodeIfPresent(AdaptiveAugmentation.self, forKey: .augmentation)
            ?? AdaptiveAugmentation()
    }

    /// Thousands of photographs seen.
    public var kimg: Double { Double(images) / 1_000 }
}
