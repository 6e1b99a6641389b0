/// How far a face stands out of a plane; 0 is a picture on a wall.
///
/// Of the frontal view's surface points in the middle disc, of radius 0.6 of half the picture, in
/// the camera's axes (z towards the camera), the plane z = a x + b y + c is fitted by least
/// squares:
///
///     relief = RMS of z - (a x + b y + c) / RMS of the lateral distance from the centroid
///
/// A plane has relief 0, a tilted one too. A sphere of radius R, seen by parallel rays over a disc
/// of radius k R around its middle, has
///
///     relief² = (1 - k²/2 - (4/9) (1 - (1 - k²)^1.5)² / k⁴) / (k²/2)
///
/// which is 1/3 for the whole sphere (k = 1) and about k / (2 √6) for a small cap. Heads that fill
/// the picture as photographs of faces do are near k = 0.65, where it is 0.15. Rays without a
/// surface do not count. There is no upper bound; the number does not depend on the scale.
public enum Relief {
    /// The relief of a frontal view.
    ///
    /// - Parameter picture: From the front.
    /// - Returns: At least 0; 0 also where a plane goes through the points whatever they are: when
    ///   there are none, fewer than four, or all in one line across the picture.
    public static func of(_ picture: SurfacePicture) -> Double {
        let all = picture.cameraPoints()
        let points = MiddleDisc.pixels(size: picture.size).map { all[$0] }.filter { !$0.x.isNaN }
        guard points.count > 3 else { return 0 }
        let centroid = points.reduce(SIMD3.zero, +) / Double(points.count)

        // Sums of x x, y y, z z, and of x y, x z, y z.
        var (squares, xy, xz, yz) = (SIMD3<Double>.zero, 0.0, 0.0, 0.0)
        for point in points {
            let offset = point - centroid
            squares += offset * offset
            xy += offset.x * offset.y
            xz += offset.x * offset.z
            yz += offset.y * offset.z
        }
        let lateral = squares.x + squares.y
        let determinant = squares.x * squares.y - xy * xy
        // In one line but for rounding, which leaves 1e-14 of the directions' 1e-7, squared.
        guard determinant > 1e-12 * lateral * lateral else { return 0 }

        let slopeX = (xz * squares.y - yz * xy) / determinant
        let slopeY = (yz * squares.x - xz * xy) / determinant
        // Not from the sums above: near 0 their difference would be rounding.
        let residual = points.reduce(0.0) { sum, point in
            let offset = point - centroid
            let height = offset.z - slopeX * offset.x - slopeY * offset.y
            return sum + height * height
        }
        return (residual / lateral).squareRoot()
    }
}
