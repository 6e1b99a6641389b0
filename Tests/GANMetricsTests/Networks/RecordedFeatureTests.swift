import Foundation
import GANMetrics
import SafeTensors
import Testing
import Torch

/// Features that pytorch-fid 0.3.0, efficientnet-lite-pytorch 0.1.0 and torchvision 0.28.0 computed
/// of the same random weights: see `Fixtures/make_fixtures.py`.
@Suite("Feature networks beside independent implementations")
struct RecordedFeatureTests {
    private let recorded: SafeTensorsFile
    /// Features of MobileNetV2; the images are with the others.
    private let recordedMobileNet: SafeTensorsFile

    init() throws {
        recorded = try Self.fixture("features")
        recordedMobileNet = try Self.fixture("mobilenet")
    }

    private static func fixture(_ name: String) throws -> SafeTensorsFile {
        try SafeTensorsFile(
            contentsOf: Bundle.module.bundleURL.appendingPathComponent(
                "Fixtures/\(name).safetensors"))
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

    @Test("MobileNetV2 gives torchvision's features")
    func mobileNet() throws {
        let network = try MobileNetV2(RandomWeights.all)
        for image in ["square", "tall"] {
            try compare(network, image, with: "mobilenet/\(image)", of: recordedMobileNet)
        }
    }

    /// Whether an evaluation on this machine has fetched weights before.
    private static func isFetched(_ fileName: String) -> Bool {
        FileManager.default.fileExists(
            atPath: CacheFolder().networks.appendingPathComponent(fileName).path)
    }

    @Test(
        "EfficientNet-Lite0 gives its port's features with the learned weights",
        .enabled(
            if: isFetched(EfficientNetLite0.weights.fileName),
            "no weights in the cache; `cips3d evaluate` fetches them"))
    func learnedEfficientNet() throws {
        let network = try EfficientNetLite0.fetched(in: CacheFolder()) { _ in }
        for image in ["square", "tall"] {
            try compare(network, image, with: "efficientnet-learned/\(image)")
        }
    }

    @Test(
        "MobileNetV2 gives torchvision's features with the learned weights",
        .enabled(
            if: isFetched(MobileNetV2.weights.fileName),
            "no weights in the cache; `cips3d evaluate` fetches them"))
    func learnedMobileNet() throws {
        let network = try MobileNetV2.fetched(in: CacheFolder()) { _ in }
        for image in ["square", "tall"] {
            try compare(network, image, with: "mobilenet-learned/\(image)", of: recordedMobileNet)
        }
    }

    private func compare(
        _ network: any FeatureNetwork, _ image: String, with name: String,
        of file: SafeTensorsFile? = nil
    ) throws {
        let shape = try #require(recorded.entries["image/\(image)"]).shape
        let pixels = try recorded.integers("image/\(image)").map { UInt8($0) }
        let images = Tensor(pixels, shape: [1] + shape).converted(to: .float32)
            .permuted(0, 3, 1, 2)
        let expected = try (file ?? recorded).floats(name)
        let found = withoutGradient { network.features(of: images).array() }
        #expect(found.count == expected.count)
        // Features are near 2; folding the normalisation and another order of sums move them by 5e-5
        // at most (MobileNet with random weights), by 1e-5 in Inception's last block.
        let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? .infinity
        #expect(worst < 1e-4)
    }
}
