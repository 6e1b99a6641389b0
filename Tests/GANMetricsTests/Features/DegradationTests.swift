import CIPS3DModel
import GANMetrics
import ImageFiles
import Testing

@Suite("Distances of degraded images")
struct DegradationTests {
    /// Images of discs on gradients, degraded by a function.
    private struct Drawn: ImageSource {
        let count = 48
        let degrade: @Sendable (Image, Int) -> Image

        func image(at index: Int) throws -> Image {
            var random = LatentGenerator(seed: UInt64(index), stream: .shape)
            let side = 32
            let (x, y, radius) = (
                Double.random(in: 10...22, using: &random),
                Double.random(in: 10...22, using: &random),
                Double.random(in: 4...10, using: &random)
            )
            let colours = (0..<6).map { _ in Double.random(in: 30...220, using: &random) }
            var pixels: [UInt8] = []
            for row in 0..<side {
                for column in 0..<side {
                    let (dx, dy) = (Double(column) - x, Double(row) - y)
                    let isInside = dx * dx + dy * dy < radius * radius
                    for channel in 0..<3 {
                        let base = colours[channel + (isInside ? 3 : 0)]
                        pixels.append(UInt8(min(base + Double(row), 255)))
                    }
                }
            }
            return degrade(Image(width: side, height: side, pixels: pixels), index)
        }
    }

    private func features(
        _ network: some FeatureNetwork, _ degrade: @escaping @Sendable (Image, Int) -> Image
    ) throws -> FeatureSet {
        try FeatureExtractor([network], threads: 2).features(of: Drawn(degrade: degrade))[0]
    }

    /// Half of the side and back, so often.
    @Sendable private static func blurred(_ image: Image, by factor: Int) -> Image {
        factor == 1 ? image : image.resized(to: image.width / factor).resized(to: image.width)
    }

    @Sendable private static func noisy(_ image: Image, by amplitude: Int, seed: Int) -> Image {
        guard amplitude > 0 else { return image }
        var random = LatentGenerator(seed: UInt64(seed), stream: .appearance)
        let pixels = image.pixels.map { pixel in
            UInt8(clamping: Int(pixel) + Int.random(in: -amplitude...amplitude, using: &random))
        }
        return Image(width: image.width, height: image.height, pixels: pixels)
    }

    @Test("every distance grows with blur and with noise; the order of images does not matter")
    func grows() throws {
        // Random filters see edges and noise as well as learned ones, only not in the same measure.
        let network = try InceptionV3(RandomWeights.all, block: .firstPooling)
        let clean = try features(network) { image, _ in image }
        let blurs = try [1, 2, 4].map { factor in
            try features(network) { image, _ in Self.blurred(image, by: factor) }
        }
        let noises = try [0, 10, 60].map { amplitude in
            try features(network) { image, index in
                Self.noisy(image, by: amplitude, seed: index)
            }
        }
        // Of 48 images the covariance has 17 eigenvalues of 0; rounding makes them 1e-16 of traces near
        // 1, and their roots 1e-8 each.
        let rounding = 1e-6
        for row in [blurs, noises] {
            let frechet = row.map { FrechetDistance(clean, $0).value }
            let kernel = try row.map { try KernelDistance(clean, $0, subsets: 1).value }
            #expect(frechet[0] < rounding && frechet == frechet.sorted() && frechet[1] > 1e-4)
            #expect(kernel == kernel.sorted())
            let shuffled = FrechetDistance(clean.shuffled(seed: 1), row[2].shuffled(seed: 2)).value
            #expect(abs(shuffled - frechet[2]) < rounding)
        }
    }
}
