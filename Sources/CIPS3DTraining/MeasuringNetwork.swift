import GANMetrics

/// The network over whose features a run measures its distance to the photographs.
public struct MeasuringNetwork: Sendable {
    /// Where features of the photographs are kept.
    let cache: CacheFolder
    /// Makes it when it is needed for the first time.
    let make: @Sendable (_ report: (String) -> Void) throws -> any FeatureNetwork

    /// A network.
    ///
    /// - Parameters:
    ///   - cache: Where features of the photographs are kept.
    ///   - make: Makes it when it is needed for the first time; is given what tells the user that
    ///     something takes a while.
    package init(
        cache: CacheFolder,
        make: @escaping @Sendable (_ report: (String) -> Void) throws -> any FeatureNetwork
    ) {
        (self.cache, self.make) = (cache, make)
    }

    /// EfficientNet-Lite0, whose weights are fetched on first use.
    ///
    /// - Parameter cache: Where weights and features are kept.
    /// - Returns: The network.
    public static func efficientNetLite0(in cache: CacheFolder = CacheFolder()) -> Self {
        MeasuringNetwork(cache: cache) { report in
            let file = try EfficientNetLite0.file(in: cache, report: report)
            return try EfficientNetLite0(NetworkWeights(contentsOf: file))
        }
    }
}
