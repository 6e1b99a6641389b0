import Foundation
import GANMetrics
import SafeTensors
import Testing
import Torch

/// Features that pytorch-fid 0.3.0 and efficientnet-lite-pytorch 0.1.0 computed of the same random
/// weights: see `Fixtures/make_fixtures.py`.
@Suite("Feature networks beside independent implementations")
struct RecordedFeatureTests {
    private let recorded: SafeTensorsFile

    init() throws {
        recorded = try SafeTensorsFile(
            contentsOf: Bundle.module.bundleURL.appendingPathComponent(
                "Fixtures/features.safetensors"))
    }

    @Test(
        "Inception-v3 gives pytorch-fid's features at all four places",
        arguments: InceptionV3.Block.allCases)
    func inception(_ block: InceptionV3.Block) throws {
        let network = try InceptionV3(RandomWeights.all, block: block)
        #expect(network.featureCount == block.rawValue)
        for image in ["square", "tall"] {
            try compare(network, image, with: "inception/\(block.rawValue)/\(image)")
        }
    }

    @Test("EfficientNet-Lite0 gives the features of its port")
    func efficientNet() throws {
        let network = try EfficientNetLite0(RandomWeights.all)
        for image in ["square", "tall"] {
            try compare(network, image, with: "efficientnet/\(image)")
        }
    }

    /// Where an evaluation on this machine has fetched the weights before.
    private static let learnedWeights = CacheFolder().networks
        .appendingPathComponent(EfficientNetLite0.fileName)

    @Test(
        "EfficientNet-Lite0 gives its port's features with the learned weights",
        .enabled(
            if: FileManager.default.fileExists(atPath: learnedWeights.path),
            "no weights in the cache; `cips3d evaluate` fetches them"))
    func learnedEfficientNet() throws {
        let network = try EfficientNetLite0(
            NetworkWeights(contentsOf: EfficientNetLite0.file(in: CacheFolder()) { _ in }))
        for image in ["square", "tall"] {
            try compare(network, image, with: "efficientnet-learned/\(image)")
        }
    }

    private func compare(
        _ network: any FeatureNetwork, _ image: String, with name: String
    ) throws {
        let shape = try #require(recorded.entries["image/\(image)"]).shape
        let pixels = try recorded.integers("image/\(image)").map { UInt8($0) }
        let images = Tensor(pixels, shape: [1] + shape).converted(to: .float32)
            .permuted(0, 3, 1, 2)
        let expected = try recorded.floats(name)
        let found = withoutGradient { network.features(of: images).array() }
        #expect(found.count == expected.count)
        // Features are near 2; folding the normalisation and another order of sums move them by 4e-5
        // at most (EfficientNet with random weights), by 1e-5 in Inception's last block.
        let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? .infinity
        #expect(worst < 1e-4)
    }
}
