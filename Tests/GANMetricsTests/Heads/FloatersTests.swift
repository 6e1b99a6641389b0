import CIPS3DModel
import GANMetrics
import Testing

@Suite("Floaters")
struct FloatersTests {
    private let camera = Camera(CameraConfiguration())
    private let size = 40
    private let head = SyntheticScene.sphere(radius: 0.07)

    private func view(_ density: @escaping (SIMD3<Double>) -> Double) -> HeadView {
        SyntheticScene(density: density, color: { _, _ in .zero }).view(from: camera, size: size)
    }

    /// Of eleven samples; the last tenth begins at 1.096.
    private let distances: [Float] = [
        0.88, 0.9, 0.93, 0.952, 0.98, 1, 1.03, 1.06, 1.09, 1.1, 1.12,
    ]
    /// The spacing after each of them, and for the last one the one before.
    private let deltas = [0.02, 0.03, 0.022, 0.028, 0.02, 0.03, 0.03, 0.03, 0.01, 0.02, 0.02]

    /// Nine rays whose surface is on the fourth sample.
    ///
    /// - Parameters:
    ///   - extra: A sample of one of them that has density 50.
    ///   - places: Rays whose weight is on another sample.
    /// - Returns: With a single ray in the middle disc.
    private func byHand(extra: Int? = nil, places: [Int: Int] = [:]) -> HeadView {
        var (density, weights) = ([Float](repeating: 0, count: 99), [Float]())
        weights = density
        for ray in 0..<9 {
            density[ray * 11 + 3] = 100
            weights[ray * 11 + places[ray, default: 3]] = 1
        }
        if let extra { density[8 * 11 + extra] = 50 }
        return HeadView(
            camera: camera, size: 3, color: Array(repeating: 0, count: 27),
            distances: (0..<9).flatMap { _ in distances }, density: density, weights: weights)
    }

    /// Σ density · delta of all rays, and of those samples that a range of distances holds.
    private func opticalDepth(_ view: HeadView, in range: ClosedRange<Float> = 0...2) -> Double {
        // Samples of synthetic scenes are evenly spaced.
        let delta = Double(view.distances[1] - view.distances[0])
        return zip(view.density, view.distances).reduce(0) { sum, sample in
            sum + (range.contains(sample.1) ? Double(sample.0) * delta : 0)
        }
    }

    @Test("density outside of the head counts by its share, in front and behind")
    func density() {
        #expect(Floaters(in: byHand()).outsideDensity == 0)
        // The surface is 0.048 before the scene's middle: what is as far behind it belongs to the head.
        for sample in 4...6 { #expect(Floaters(in: byHand(extra: sample)).outsideDensity == 0) }
        for sample in [0, 2, 8, 9, 10] {
            let outside = 50 * deltas[sample]
            let expected = outside / (9 * 100 * deltas[3] + outside)
            // Distances near 1 are rounded to 6e-8, of spacings of 0.01 and more.
            let found = Floaters(in: byHand(extra: sample)).outsideDensity
            #expect(abs(found / expected - 1) < 2e-5)
        }
    }

    @Test("weight in the last tenth counts by its share of rays")
    func farWeight() {
        #expect(Floaters(in: byHand(places: [0: 8, 2: 8])).farWeight == 0)
        #expect(Floaters(in: byHand(places: [0: 9, 5: 10, 6: 8])).farWeight == 2 / 9.0)
    }

    @Test("an empty scene has no floaters; without a surface in the middle all density is one")
    func empty() {
        let empty = Floaters(in: view { _ in 0 })
        #expect(empty.farWeight == 0 && empty.outsideDensity == 0)
        let corner = Floaters(in: view(SyntheticScene.sphere(radius: 0.02, at: [0.08, 0.08, 0])))
        #expect(corner.outsideDensity == 1)
    }

    @Test("a sphere has no weight at the far end; a wall behind it fills what the sphere leaves")
    func wall() {
        #expect(Floaters(in: view(head)).farWeight < 1e-6)
        let wall = Floaters(in: view { max(head($0), SyntheticScene.solid($0.z + 0.105)) })
        let sphere = ExactSurfaces.sphere(radius: 0.07, camera, size: size)
        let missing = Double(sphere.depth.filter(\.isNaN).count) / Double(size * size)
        // Rays along the outline are stopped by its soft edge or not: 80 pixels of 1600, by a fifth
        // of each.
        #expect(abs(wall.farWeight - missing) < 0.02)
        #expect(missing > 0.4 && missing < 0.9)
    }

    @Test("a blob in front raises the density outside by its share")
    func blob() {
        let plain = view(head)
        let blob = SyntheticScene.sphere(radius: 0.01, at: [0.07, 0.03, 0.1])
        let (before, after) = (
            Floaters(in: plain), Floaters(in: view { head($0) + blob($0) })
        )
        let (inHead, inBlob) = (opticalDepth(plain), opticalDepth(view(blob)))
        let expected = (before.outsideDensity * inHead + inBlob) / (inHead + inBlob)
        // The blob is outside of the middle disc, so the range stays; sums in single precision.
        #expect(abs(after.outsideDensity - expected) < 1e-5)
        #expect(after.outsideDensity > before.outsideDensity)
    }

    @Test("a head as deep as it is wide has nothing outside, a block behind a face nearly all")
    func solid() {
        let radius = 0.09
        #expect(Floaters(in: view(SyntheticScene.sphere(radius: radius))).outsideDensity == 0)
        let shell = view { point in
            let distance = (point * point).sum().squareRoot()
            return abs(distance - radius) < 0.005 ? 2000 : 0
        }
        #expect(Floaters(in: shell).outsideDensity == 0)
        // The face is at the scene's middle, so that the head ends a margin of 0.012 behind it; the
        // block goes on to the far end, 0.12 behind it: nine tenths, within a sample's spacing.
        let block = Floaters(in: view { $0.z < 0 ? 2000 : 0 }).outsideDensity
        #expect(abs(block - 0.9) < 0.03)
    }
}
