import CIPS3DModel
import GANMetrics
import Testing

@Suite("Diversity")
struct DiversityTests {
    private func plain(_ color: Float) -> SurfacePicture {
        SurfacePicture(
            camera: Camera(CameraConfiguration()), size: 2,
            color: Array(repeating: color, count: 12), depth: [1, 1, 1, 1])
    }

    @Test("identical heads have none, opposite ones all")
    func extremes() {
        #expect(Diversity.of([plain(0.3), plain(0.3), plain(0.3)]) == 0)
        #expect(Diversity.of([plain(-1), plain(1)]) == 1)
    }

    @Test("the mean is over pairs")
    func pairs() {
        // 0.5, 1 and 0.5 apart, by 2.
        #expect(Diversity.of([plain(0), plain(0.5), plain(1)]) == 2 / 6.0)
    }
}
