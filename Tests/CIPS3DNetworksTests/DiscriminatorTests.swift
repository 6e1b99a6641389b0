import CIPS3DNetworks
import Testing
import Torch
import TorchNN
import TorchTesting

@Suite("Discriminators")
struct DiscriminatorTests {
    private let seeded = SeededTensors(51)
    private static let channels = [4: 4, 8: 5, 16: 3]

    private func discriminator(_ store: ParameterStore, group: Int = 0) -> Discriminator {
        Discriminator(
            channels: Self.channels, maximumSize: 16, halvesFirst: false, deviationGroup: group,
            in: store.root)
    }

    @Test("a resolution that has faded in whole does not see the lower entrance")
    func fadeOne() throws {
        let store = ParameterStore(seed: 1)
        let network = discriminator(store)
        let images = seeded.uniform(2, 3, 16, 16, in: -1...1)
        let before = network(images, fade: 1).logits
        try #require(store["conv_in.8.equal_conv.weight"]).fill(with: 3)
        expectClose(network(images, fade: 1).logits, before)
        #expect(abs(network(images, fade: 0.9).logits - before).maximum().item > 1e-4)
    }

    @Test("a resolution that has not faded in is the image at half the size")
    func fadeZero() {
        let network = discriminator(ParameterStore(seed: 1))
        let images = seeded.uniform(2, 3, 16, 16, in: -1...1)
        let half = images.averagePooled(side: 2, stride: 2)
        // Halving bilinearly is the mean of four pixels.
        expectClose(
            network(images, fade: 0).logits, network(half, fade: 1).logits, absolute: 1e-5)
    }

    @Test("the blur keeps the mean of a constant image and the sum of a point")
    func blur() {
        let blur = Blur(in: ParameterStore().root)
        let even = blur(Tensor.full(2, shape: [1, 1, 6, 6]), before: 2, after: 2, stride: 1)
        #expect(even.shape == [1, 1, 7, 7])
        expectClose(
            even.narrowed(2, 2..<5).narrowed(3, 2..<5), [Double](repeating: 2, count: 9),
            absolute: 1e-6)
        let point = Tensor.zeros([1, 1, 5, 5]).replacing(
            Tensor([Int64(2)], shape: [1]), axis: 2,
            with: Tensor([0, 0, 1, 0, 0] as [Float], shape: [1, 1, 1, 5]))
        let spread = blur(point, before: 2, after: 2, stride: 1)
        #expect(spread.shape == [1, 1, 6, 6])
        expectClose(spread.sum(), [1], absolute: 1e-6)
        // Taps 1 3 3 1, over 64 in two directions.
        let row = [1.0, 3, 3, 1].map { 3 * $0 / 64 }
        expectClose(spread.selected(2, 2).narrowed(2, 1..<5), row, absolute: 1e-7)
    }

    @Test("the channel of the minibatch is the mean deviation within a group")
    func minibatchDeviation() {
        let x = seeded.normal(6, 2, 3, 3)
        let result = MinibatchDeviation(group: 3)(x)
        #expect(result.shape == [6, 3, 3, 3])
        expectClose(result.narrowed(1, 0..<2), x)
        let values = x.reshaped(6, 18).array(of: Double.self)
        for image in 0..<6 {
            // Six images in groups of three are two groups: even and odd images.
            let members = [0, 1, 2].map { 2 * $0 + image % 2 }
            let deviations = (0..<18).map { place in
                let column = members.map { values[18 * $0 + place] }
                let mean = column.reduce(0, +) / 3
                let squares = column.map { ($0 - mean) * ($0 - mean) }
                return (squares.reduce(0, +) / 3 + 1e-8).squareRoot()
            }
            let expected = deviations.reduce(0, +) / 18
            let channel = result.selected(0, image).selected(0, 2)
            expectClose(channel, [Double](repeating: expected, count: 9), absolute: 1e-6)
        }
    }

    @Test("without a group the minibatch adds nothing, and a small batch is one group")
    func minibatchLimits() {
        let x = seeded.normal(2, 3, 4, 4)
        expectClose(MinibatchDeviation(group: 0)(x), x)
        expectClose(MinibatchDeviation(group: 1)(x), x)
        expectClose(MinibatchDeviation(group: 4)(x), MinibatchDeviation(group: 2)(x))
        // One image alone does not deviate: sqrt(1e-8).
        let alone = MinibatchDeviation(group: 4)(x.narrowed(0, 0..<1))
        expectClose(alone.selected(1, 3), [Double](repeating: 1e-4, count: 16), absolute: 1e-9)
    }

    @Test("images do not see one another without the minibatch's deviation")
    func batchIndependence() {
        let network = discriminator(ParameterStore(seed: 1))
        let images = seeded.uniform(3, 3, 8, 8, in: -1...1)
        expectClose(
            network(images).logits.narrowed(0, 1..<2),
            network(images.narrowed(0, 1..<2)).logits, absolute: 1e-5)
    }

    @Test("the main logits come first, and the auxiliary images reach the auxiliary one only")
    func dual() {
        let network = DualDiscriminator(
            mainChannels: Self.channels, auxiliaryChannels: [4: 3, 8: 4, 16: 2], maximumSize: 16,
            deviationGroup: 0, parameters: ParameterStore(seed: 2))
        let (a, b) = (seeded.normal(2, 3, 16, 16), seeded.normal(2, 3, 16, 16))
        let (both, other) = (network(a, auxiliaryImages: b), network(a, auxiliaryImages: a))
        #expect(both.shape == [4, 1])
        expectClose(both.narrowed(0, 0..<2), other.narrowed(0, 0..<2))
        #expect(abs(both.narrowed(0, 2..<4) - other.narrowed(0, 2..<4)).minimum().item > 1e-4)
    }

    @Test("entrances that a picture does not use get no gradient")
    func unusedEntrances() {
        let store = ParameterStore(seed: 1)
        let network = discriminator(store)
        let logits = network(seeded.normal(2, 3, 8, 8)).logits
        let slopes = gradients(of: [logits.sum()], withRespectTo: store.learned)
        let unused = zip(store.learnedPaths, slopes).filter { $0.1 == nil }.map(\.0)
        let isUnused = { (path: String) in
            ["conv_in.4.", "conv_in.16.", "convs.16."].contains { path.hasPrefix($0) }
        }
        #expect(unused == store.learnedPaths.filter(isUnused))
        #expect(!unused.isEmpty)
    }
}
