import FileTesting
import Foundation
import GANMetrics
import ImageFiles
import ImageReading
import Testing

@Suite("Photographs as they are compared")
struct PhotographSourceTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Writes images of one colour.
    private func write(_ sizes: [(width: Int, height: Int)], in name: String = "a") throws -> String
    {
        let url = folder.url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for (index, size) in sizes.enumerated() {
            let pixel: [UInt8] = [UInt8(20 * index), 9, 9]
            let pixels = (0..<size.width * size.height).flatMap { _ in pixel }
            try Image(width: size.width, height: size.height, pixels: pixels)
                .writePNG(to: url.appendingPathComponent("\(index).png"))
        }
        return url.path
    }

    private func source(
        _ path: String, size: Int? = nil, limit: Int? = nil, replaces: Bool = false
    ) throws -> PhotographSource {
        try PhotographSource(
            ImageCollection(path: path), size: size, limit: limit, replacesUnreadable: replaces)
    }

    @Test("images of several sizes are refused, and accepted with a size")
    func mixedSizes() throws {
        let path = try write([(4, 4), (4, 4), (6, 4)])
        let error = try #require(throws: MeasurementError.self) {
            try source(path).image(at: 2)
        }
        #expect(
            error.description.contains("2.png with 6x4") && error.description.contains("--size N"))
        #expect(try source(path, size: 8).image(at: 2).width == 8)
    }

    @Test("a limit takes images evenly spread")
    func limit() throws {
        let path = try write(Array(repeating: (2, 2), count: 8))
        let half = try source(path, limit: 4)
        #expect(half.count == 4)
        #expect(try (0..<4).map { try half.image(at: $0).pixels[0] } == [0, 40, 80, 120])
    }

    @Test("a file that cannot be read is an error, or the next one stands in for it")
    func unreadable() throws {
        let path = try write(Array(repeating: (2, 2), count: 3))
        try Data("no".utf8).write(to: URL(fileURLWithPath: path + "/1.png"))
        #expect(throws: ImageError.self) { try source(path).image(at: 1) }
        #expect(try source(path, replaces: true).image(at: 1).pixels[0] == 40)
    }

    @Test("cached features belong to content, size and network, and not to names and order")
    func cache() throws {
        let first = try write([(4, 4), (4, 4), (4, 4)])
        // The same files under other names.
        let second = folder.url.appendingPathComponent("b").path
        try FileManager.default.createDirectory(atPath: second, withIntermediateDirectories: true)
        for (from, to) in [("0", "z"), ("1", "y"), ("2", "x")] {
            try FileManager.default.copyItem(
                atPath: "\(first)/\(from).png", toPath: "\(second)/\(to).png")
        }
        let cache = FeatureCache(CacheFolder(url: folder.url))
        func features(
            _ path: String, size: Int? = nil, network: PlainNetwork = PlainNetwork()
        ) throws -> (features: FeatureSet, isCached: Bool) {
            try cache.features(of: source(path, size: size), by: network, threads: 1)
        }
        let made = try features(first)
        #expect(!made.isCached)
        let kept = try features(second)
        #expect(kept.isCached && kept.features.values == made.features.values)
        #expect(try !features(first, size: 4).isCached)
        #expect(try !features(first, network: PlainNetwork(digest: "b")).isCached)
        // Another image is another set.
        try Image(width: 4, height: 4).writePNG(to: URL(fileURLWithPath: second + "/w.png"))
        #expect(try !features(second).isCached)
    }

    @Test("a damaged file of the cache is made again")
    func damagedCache() throws {
        let path = try write([(4, 4), (4, 4)])
        let cacheFolder = CacheFolder(url: folder.url.appendingPathComponent("cache"))
        let cache = FeatureCache(cacheFolder)
        let made = try cache.features(of: source(path), by: PlainNetwork(), threads: 1)
        let files = try FileManager.default.contentsOfDirectory(
            at: cacheFolder.features, includingPropertiesForKeys: nil)
        let file = try #require(files.first)
        #expect(files.count == 1)
        let whole = try Data(contentsOf: file)
        for length in [0, 7, whole.count - 4] {
            try whole.prefix(length).write(to: file)
            let again = try cache.features(of: source(path), by: PlainNetwork(), threads: 1)
            #expect(!again.isCached && again.features.values == made.features.values)
        }
        #expect(try cache.features(of: source(path), by: PlainNetwork(), threads: 1).isCached)
    }
}
