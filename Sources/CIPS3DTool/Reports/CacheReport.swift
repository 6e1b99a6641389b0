import Foundation
import GANMetrics

/// What `doctor` says of the cache: where it is, how large, and which feature networks it has.
struct CacheReport {
    private let cache = CacheFolder()

    /// A line each.
    var lines: [String] {
        [
            "\(cache.url.path), \(cache.byteCount >> 20) MiB; may be deleted",
            "- EfficientNet-Lite0: " + fetched(EfficientNetLite0.weights.fileName),
            "- MobileNetV2: " + fetched(MobileNetV2.weights.fileName),
            "- Inception-v3: "
                + (has(InceptionV3.fileName)
                    ? "there"
                    : "not there; for fid, kid and pr put \(InceptionV3.fileName) into networks/"),
        ]
    }

    private func fetched(_ file: String) -> String {
        has(file) ? "there" : "fetched by pip on first use, as networks/\(file)"
    }

    private func has(_ file: String) -> Bool {
        FileManager.default.fileExists(atPath: cache.networks.appendingPathComponent(file).path)
    }
}
