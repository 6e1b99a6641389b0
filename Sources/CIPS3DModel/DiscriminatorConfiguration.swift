/// Sizes of the two discriminators.
public struct DiscriminatorConfiguration: Codable, Sendable, Equatable {
    /// Channels of the main discriminator at resolutions 4, 8, 16 and so on.
    public var mainChannels = [512, 512, 512, 512, 512, 256, 128]
    /// Whether the image read straight off the NeRF is judged too.
    public var usesAuxiliary = true
    /// Channels of the auxiliary discriminator at resolutions 4, 8, 16 and so on.
    public var auxiliaryChannels = [256, 256, 256, 256, 256, 256, 128]
    /// Images that share a minibatch standard deviation; 0 turns it off.
    public var deviationGroup = 0

    /// The published sizes up to 256x256.
    public init() {}

    /// The largest resolution that both discriminators take.
    public var maximumSize: Int {
        4 << (min(mainChannels.count, usesAuxiliary ? auxiliaryChannels.count : .max) - 1)
    }

    /// Channels by resolution, for a list of channels that starts at 4x4.
    public static func bySize(_ channels: [Int]) -> [Int: Int] {
        Dictionary(uniqueKeysWithValues: channels.enumerated().map { (4 << $0.offset, $0.element) })
    }
}
