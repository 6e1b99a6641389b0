import CIPS3DModel
import Foundation
import GANMetrics

/// A scene with known answers, seen by the same quadrature as generated heads.
struct SyntheticScene: ViewableHead {
    /// Density at a point, per scene unit.
    var density: (_ point: SIMD3<Double>) -> Double
    /// Colour of a point, which should not depend on the camera.
    var color: (_ point: SIMD3<Double>, _ camera: Camera) -> SIMD3<Double>
    /// Samples on a ray: a spacing of 0.0025 over the published near and far.
    var samples = 96

    func view(from camera: Camera, size: Int) -> HeadView {
        let grid = PixelGrid(size: size, fieldOfView: camera.fieldOfView)
        let (origin, (right, up, backward)) = (camera.origin, camera.axes)
        let spacing = (camera.far - camera.near) / Double(samples - 1)
        var (pixels, distances): ([Float], [Float]) = ([], [])
        var (densities, weights): ([Float], [Float]) = ([], [])
        for ray in 0..<size * size {
            let d = SIMD3<Double>(grid.direction(ray))
            let direction = d.x * right + d.y * up + d.z * backward
            var (light, sum) = (1.0, SIMD3<Double>.zero)
            for sample in 0..<samples {
                let distance = camera.near + Double(sample) * spacing
                let point = origin + distance * direction
                let density = density(point)
                let delta = sample == samples - 1 ? 1e10 : spacing
                let weight = light * (1 - exp(-density * delta))
                light -= weight
                if weight > 0 { sum += weight * color(point, camera) }
                distances.append(Float(distance))
                densities.append(Float(density))
                weights.append(Float(weight))
            }
            pixels += [Float(sum.x), Float(sum.y), Float(sum.z)]
        }
        return HeadView(
            camera: camera, size: size, color: pixels, distances: distances, density: densities,
            weights: weights)
    }
}

extension SyntheticScene {
    /// Density of a solid, from the distance to its surface, which is negative within.
    ///
    /// It rises over two samples, so that the surface found between samples is nearly smooth, and
    /// is nearly opaque from one to the next: 1 - exp(-5).
    static func solid(_ distance: Double) -> Double {
        2000 * min(max(0.5 - distance / 0.005, 0), 1)
    }

    /// Density of a sphere.
    static func sphere(
        radius: Double, at center: SIMD3<Double> = .zero
    ) -> (SIMD3<Double>) -> Double {
        { solid(length($0 - center) - radius) }
    }

    /// A sphere whose colour is the place on it, times `paint`.
    static func paintedSphere(paint: Double = 1) -> SyntheticScene {
        SyntheticScene(density: sphere(radius: headRadius)) { point, _ in
            paint * point / headRadius
        }
    }

    /// All that lies behind a plane through the middle, tilted to the side and upwards.
    static func plane(tiltedBy tilt: SIMD2<Double>) -> SyntheticScene {
        let normal = SIMD3(tilt.x, tilt.y, 1) / length(SIMD3(tilt.x, tilt.y, 1))
        return SyntheticScene(density: { solid(dot($0, normal)) }) { point, _ in
            point / 0.12
        }
    }

    /// A sphere with hair that is parted beside the middle.
    ///
    /// - Parameters:
    ///   - parting: x of the parting, in scene units.
    ///   - flips: Whether the parting is on the side of the camera: the cheat. The shape is
    ///     symmetric, so every single picture looks right.
    /// - Returns: A sphere in three colours.
    static func head(parting: Double, flips: Bool = false) -> SyntheticScene {
        SyntheticScene(density: sphere(radius: headRadius)) { point, camera in
            let x = flips && camera.yaw < .zero ? -point.x : point.x
            return SIMD3(tanh((x - parting) / 0.02), point.y / headRadius, -0.5)
        }
    }

    /// Fills the picture as heads do: the largest one would have radius 0.104.
    static let headRadius = 0.09
}

/// The length of a vector.
func length(_ a: SIMD3<Double>) -> Double { dot(a, a).squareRoot() }

/// The scalar product.
func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { (a * b).sum() }
