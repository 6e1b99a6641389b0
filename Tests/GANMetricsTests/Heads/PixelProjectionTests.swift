import CIPS3DModel
import GANMetrics
import Testing

@Suite("Projection into a picture")
struct PixelProjectionTests {
    private let configuration = CameraConfiguration()

    @Test("a view's own points fall onto their own pixels")
    func ownPixels() throws {
        for (yaw, pitch, size) in [(0.0, 0.0, 64), (17, 0, 33), (-40, 25, 48), (5, -8, 2)] {
            let camera = Camera(configuration, yaw: .degrees(yaw), pitch: .degrees(pitch))
            let picture = ExactSurfaces.plane(
                normal: SIMD3(0.2, -0.1, 1), through: SIMD3(0.01, 0, 0), camera, size: size)
            let projection = PixelProjection(camera, size: size)
            for (pixel, point) in picture.scenePoints().enumerated() {
                let place = try #require(projection.place(of: point))
                // Directions in single precision, 6e-8, by pixels of 0.0033.
                #expect(abs(place.column - Double(pixel % size)) < 1e-4)
                #expect(abs(place.row - Double(pixel / size)) < 1e-4)
                #expect(abs(place.distance - Double(picture.depth[pixel])) < 3e-7)
            }
        }
    }

    @Test("right is a later column, up an earlier row, and behind is nowhere")
    func directions() throws {
        let projection = PixelProjection(Camera(configuration), size: 65)
        let middle = try #require(projection.place(of: .zero))
        // Exact but for a few roundings in double precision.
        #expect(abs(middle.column - 32) < 1e-12 && abs(middle.row - 32) < 1e-12)
        #expect(abs(middle.distance - 1) < 1e-12)
        let right = try #require(projection.place(of: SIMD3(0.05, 0, 0)))
        #expect(right.column > 33 && abs(right.row - 32) < 1e-12)
        let above = try #require(projection.place(of: SIMD3(0, 0.05, 0)))
        #expect(above.row < 31 && abs(above.column - 32) < 1e-12)
        // From the head's left, its nose is at the camera's left.
        let turned = PixelProjection(Camera(configuration, yaw: .degrees(30)), size: 65)
        #expect(try #require(turned.place(of: SIMD3(0, 0, 0.1))).column < 31)
        #expect(projection.place(of: SIMD3(0, 0, 1.1)) == nil)
        #expect(projection.place(of: SIMD3(.nan, 0, 0)) == nil)
    }

    @Test("bilinear values are exact for what is linear, up to the picture's edge")
    func bilinear() throws {
        let size = 5
        let values = (0..<25).flatMap { pixel -> [Float] in
            [Float(pixel % size - 2 * (pixel / size)), 7]
        }
        func value(_ column: Double, _ row: Double) -> Double? {
            BilinearPlace(.init(column: column, row: row, distance: 1), size: size)?
                .value(in: values, channel: 0, of: 2)
        }
        for (column, row) in [(0.0, 0.0), (4, 4), (2.25, 3.5), (3.75, 0), (0.5, 4)] {
            #expect(value(column, row) == column - 2 * row)
        }
        // Within the slack of 1e-3 a place is on the edge.
        #expect(value(-0.0005, 4.0005) == -8)
        for (column, row) in [(-0.01, 2.0), (2, -0.01), (4.01, 2), (2, 4.01), (9e9, 0)] {
            #expect(value(column, row) == nil)
        }
    }
}
