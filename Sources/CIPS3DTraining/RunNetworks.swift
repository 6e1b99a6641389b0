import GANMetrics
import Torch

/// The networks that know photographs before a run begins: one measures it, one may judge it.
public struct RunNetworks: Sendable {
    /// Where weights and features of the photographs are kept.
    let cache: CacheFolder
    /// Makes the network over whose features the distance to the photographs is measured.
    let makeMeasuring: @Sendable (_ report: (String) -> Void) throws -> any FeatureNetwork
    /// Makes the network whose features projected discriminators judge.
    let makeJudging: @Sendable (Device, _ report: (String) -> Void) throws -> any FeaturePyramid

    /// Networks that are made when they are needed for the first time.
    ///
    /// - Parameters:
    ///   - cache: Where weights and features of the photographs are kept.
    ///   - makeMeasuring: Makes the one that measures; is given what tells the user that something
    ///     takes a while.
    ///   - makeJudging: Makes the one that judges, on a device.
    package init(
        cache: CacheFolder,
        makeMeasuring:
            @escaping @Sendable (_ report: (String) -> Void) throws
            -> any FeatureNetwork,
        makeJudging:
            @escaping @Sendable (Device, _ report: (String) -> Void) throws
            -> any FeaturePyramid
    ) {
        (self.cache, self.makeMeasuring, self.makeJudging) = (cache, makeMeasuring, makeJudging)
    }

    /// MobileNetV2 measures and EfficientNet-Lite0 may judge.
    ///
    /// Two networks, because one that judges would flatter the run. Their weights are fetched on
    /// first use.
    ///
    /// - Returns: The networks.
    public static func fetched() -> Self { fetched(in: CacheFolder()) }

    /// The same, kept in another folder.
    ///
    /// - Parameter cache: Where weights and features are kept.
    /// - Returns: The networks.
    package static func fetched(in cache: CacheFolder) -> Self {
        RunNetworks(
            cache: cache,
            makeMeasuring: { report in
                try MobileNetV2.fetched(in: cache, report: report)
            },
            makeJudging: { device, report in
                try EfficientNetLite0.fetched(in: cache, device: device, report: report)
            })
    }
}

/// Projected discriminators without the network that they look through.
public struct JudgingNetworkError: Error, CustomStringConvertible {
    let cause: any Error

    /// What is missing, and both ways out.
    public var description: String {
        "Projected discriminators need the weights of a feature network, once. \(cause) Or train "
            + "with the kind that needs none: --set discriminator.kind=styleGAN2."
    }
}
