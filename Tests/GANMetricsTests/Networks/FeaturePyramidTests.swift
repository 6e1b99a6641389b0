import GANMetrics
import Testing
import Torch

@Suite("EfficientNet-Lite0 at several scales")
struct FeaturePyramidTests {
    private let network: EfficientNetLite0
    private let images = RandomSource(seed: 5).uniform([2, 3, 64, 64]) * 2 - 1

    init() throws { network = try EfficientNetLite0(RandomWeights.all) }

    private func pyramid(_ images: Tensor, scales: Int = 4) -> [Tensor] {
        withoutGradient { network.pyramid(of: images, scales: scales) }
    }

    @Test("scales have strides 4, 8, 16 and 32 and the channels that are promised")
    func shapes() {
        #expect(network.pyramidChannels == [24, 40, 112, 320])
        #expect(
            pyramid(images).map(\.shape) == [
                [2, 24, 16, 16], [2, 40, 8, 8], [2, 112, 4, 4], [2, 320, 2, 2],
            ])
        let wide = images.narrowed(2, 0..<32).narrowed(3, 0..<32)
        #expect(
            pyramid(wide, scales: 3).map(\.shape) == [
                [2, 24, 8, 8], [2, 40, 4, 4], [2, 112, 2, 2],
            ])
    }

    @Test("fewer scales are the first ones of all", arguments: 1...3)
    func fewerScales(_ scales: Int) {
        let all = pyramid(images)
        let fewer = pyramid(images, scales: scales)
        #expect(fewer.count == scales)
        for (some, same) in zip(fewer, all) { #expect(some.array() == same.array()) }
    }

    @Test("images do not see one another")
    func independence() {
        let both = pyramid(images)
        let alone = pyramid(images.narrowed(0, 1..<2))
        for (some, whole) in zip(alone, both) {
            let difference = abs(some - whole.narrowed(0, 1..<2)).maximum().item
            // Sums in another order, of features near 2: as between the implementations.
            #expect(difference < 1e-4)
        }
    }

    @Test("gradient flows from every scale to every pixel")
    func gradient() throws {
        for scale in 0..<4 {
            let leaf = images.detached().cloned().requiringGradient()
            let features = network.pyramid(of: leaf, scales: 4)[scale]
            let slope = try #require(gradients(of: [features.sum()], withRespectTo: [leaf])[0])
            #expect(slope.shape == images.shape)
            // Of each channel; padding and ReLU6 leave some pixels without.
            let reached = (abs(slope) .> 0).converted(to: .float32).mean(0, 2, 3)
            #expect(reached.minimum().item > 0.5, "scale \(scale)")
        }
    }

    @Test("the last scale is what features are computed of")
    func features() {
        let large = withoutGradient {
            images.narrowed(0, 0..<1).resizedBilinear(height: 224, width: 224)
        }
        let weights = { (name: String, shape: [Int]) in
            Tensor(RandomWeights.values(name, shape), shape: shape)
        }
        let channels = { (name: String) in
            weights("_bn1.\(name)", [1_280]).reshaped(1, 1_280, 1, 1)
        }
        let expected = withoutGradient {
            let last = network.pyramid(of: large, scales: 4)[3]
            let mixed = convolution(last, weight: weights("_conv_head.weight", [1_280, 320, 1, 1]))
            let normal = (mixed - channels("running_mean")) / sqrt(channels("running_var") + 1e-3)
            return relu6(channels("weight") * normal + channels("bias")).mean(2, 3)
        }
        let found = withoutGradient { network.features(of: large * 127.5 + 127.5) }
        // As between the implementations: features are near 2, and the normalisation is folded.
        #expect(abs(found - expected).maximum().item < 1e-4)
        #expect(abs(expected).mean().item > 0.1)
    }
}
