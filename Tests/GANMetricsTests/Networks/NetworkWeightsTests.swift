import FileTesting
import Foundation
import GANMetrics
import SafeTensors
import Testing

@Suite("Weights of feature networks")
struct NetworkWeightsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ name: String, _ shapes: [String: [Int]]) throws -> URL {
        var writer = SafeTensorsWriter()
        for (tensor, shape) in shapes {
            writer.add(tensor, shape: shape, floats: RandomWeights.values(tensor, shape))
        }
        let url = folder.url.appendingPathComponent(name)
        try writer.write(to: url)
        return url
    }

    @Test("a file of something else is refused with what is missing and misshapen")
    func misfit() throws {
        let url = try write("other.safetensors", ["_conv_stem.weight": [32, 3, 5, 5]])
        let error = try #require(throws: NetworkError.self) {
            try EfficientNetLite0(NetworkWeights(contentsOf: url))
        }
        let text = error.description
        #expect(text.contains("_conv_stem.weight has shape [32, 3, 5, 5], expected [32, 3, 3, 3]"))
        #expect(
            text.contains("_bn0.weight is missing") || text.contains("_bn0.running_var is missing"))
        #expect(text.contains("and ") && text.contains("more"))
        #expect(text.hasSuffix("name another file."))
    }

    @Test("a file that is no checkpoint is refused")
    func noCheckpoint() throws {
        let url = folder.url.appendingPathComponent("weights.pth")
        try Data("<html>404</html>".utf8).write(to: url)
        #expect(throws: (any Error).self) { try NetworkWeights(contentsOf: url) }
        #expect(throws: NetworkError.unreadable(folder.url.appendingPathComponent("no.pth").path)) {
            try NetworkWeights(contentsOf: folder.url.appendingPathComponent("no.pth"))
        }
    }

    @Test("the digest is the SHA-256 of the file")
    func digest() throws {
        let url = try write("some.safetensors", ["a": [2]])
        let before = try NetworkWeights(contentsOf: url).digest
        #expect(before.count == 64)
        #expect(
            try NetworkWeights(contentsOf: write("same.safetensors", ["a": [2]])).digest == before)
        #expect(
            try NetworkWeights(contentsOf: write("other.safetensors", ["b": [2]])).digest != before)
    }

    @Test("Inception's weights are looked for where the cache has them, and named when missing")
    func places() throws {
        let cache = CacheFolder(url: folder.url)
        let error = try #require(throws: NetworkError.self) {
            try InceptionV3.file(named: nil, in: cache)
        }
        #expect(error.description.contains("networks/pt_inception-2015-12-05-6726825d.pth"))
        #expect(error.description.contains("--weights FILE"))
        try FileManager.default.createDirectory(
            at: cache.networks, withIntermediateDirectories: true)
        let place = cache.networks.appendingPathComponent(InceptionV3.fileName)
        try Data().write(to: place)
        #expect(try InceptionV3.file(named: nil, in: cache) == place)
    }

    @Test("a cache that cannot be made is one sentence, before anything is fetched")
    func unwritableCache() throws {
        let file = folder.url.appendingPathComponent("file")
        try Data().write(to: file)
        let fetches: [(CacheFolder, (String) -> Void) throws -> URL] = [
            EfficientNetLite0.weights.file(in:report:), MobileNetV2.weights.file(in:report:),
        ]
        for fetch in fetches {
            let error = try #require(throws: NetworkError.self) {
                try fetch(CacheFolder(url: file)) { _ in Issue.record("something is fetched") }
            }
            #expect(error.description.contains("Not a directory"))
        }
    }

    @Test("the cache follows the environment")
    func cachePlaces() {
        let path = { CacheFolder(environment: $0).url.path }
        #expect(path(["CIPS3D_CACHE": "/a", "XDG_CACHE_HOME": "/b"]) == "/a")
        #expect(path(["CIPS3D_CACHE": "", "XDG_CACHE_HOME": "/b"]) == "/b/cips3d")
        #expect(path([:]).hasSuffix("/.cache/cips3d"))
    }
}
