import CIPS3DModel

/// What judges images, and its sizes.
public struct DiscriminatorConfiguration: Codable, Sendable, Equatable {
    /// What judges images.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// Two residual networks that learn from nothing, as published.
        case styleGAN2
        /// Small heads over the features of a network that knows photographs already.
        case projected
    }

    /// What judges images.
    public var kind = Kind.styleGAN2
    /// Channels of the main StyleGAN2 discriminator at resolutions 4, 8, 16 and so on.
    public var mainChannels = [512, 512, 512, 512, 512, 256, 128]
    /// Whether the image read straight off the NeRF is judged too.
    public var usesAuxiliary = true
    /// Channels of the auxiliary StyleGAN2 discriminator at resolutions 4, 8, 16 and so on.
    public var auxiliaryChannels = [256, 256, 256, 256, 256, 256, 128]
    /// Images that share a minibatch standard deviation; 0 turns it off.
    public var deviationGroup = 0
    /// Sizes of the projected discriminators.
    public var projected = ProjectedConfiguration()

    /// The published sizes up to 256x256.
    public init() {}

    /// The largest resolution that both StyleGAN2 discriminators take.
    public var maximumSize: Int {
        4 << (min(mainChannels.count, usesAuxiliary ? auxiliaryChannels.count : .max) - 1)
    }

    /// Channels by resolution, for a list of channels that starts at 4x4.
    public static func bySize(_ channels: [Int]) -> [Int: Int] {
        Dictionary(uniqueKeysWithValues: channels.enumerated().map { (4 << $0.offset, $0.element) })
    }
}

/// Sizes of projected discriminators: heads over frozen features (arXiv:2111.01007).
public struct ProjectedConfiguration: Codable, Sendable, Equatable {
    /// Groups of channels that are normalised together in a head.
    public static let normGroups = 8

    /// Pixels on a side at which the feature network sees images.
    public var side = 64
    /// Scales of features that are judged, from stride 4 on: 4, 8, 16, 32.
    public var scales = 4
    /// Channels of the heads that judge colours; those of the auxiliary image have half of them.
    public var width = 128
    /// How much the heads of the auxiliary image count beside those of the colours.
    public var auxiliaryWeight = 1.0
    /// Weight of the generator's penalty on features whose means and deviations over a batch are not
    /// those of photographs; 0 turns it off.
    public var momentWeight = 0.0

    /// Sizes that learn on a processor.
    public init() {}
}

extension DiscriminatorConfiguration {
    /// The frozen network over whose features images are judged.
    package var judgingNetwork: JudgingNetwork {
        switch kind {
        case .styleGAN2: .none
        case .projected: .efficientNetLite0
        }
    }
}
