import CIPS3DModel

/// How much nearer the middle of a face is than its rim; negative is the inside of a mask.
///
/// Of the frontal view's surface points, in the camera's axes (z towards the camera), with the radius of
/// the picture's grid from 0 in the middle to 1 at the middle of an edge:
///
///     prominence = (mean z within 0.25 - mean z from 0.5 to 0.6) / mean lateral distance of the latter
///
/// Relief does not know which way a face is bent, and a picture seen from few sides hardly does either.
/// A plane has 0, a tilted one nearly (0.02 at a slope of 0.85). A sphere that fills the picture as heads do has 0.3. Rays without a
/// surface do not count.
public enum Prominence {
    /// The middle: nose and cheeks.
    static let middle = 0.0...0.25
    /// The rim: chin, temples, hairline.
    static let rim = 0.5...0.6

    /// The prominence of a frontal view.
    ///
    /// - Parameter picture: From the front.
    /// - Returns: Above 0 where the middle is nearer; 0 where either part shows no surface.
    public static func of(_ picture: SurfacePicture) -> Double {
        let all = picture.cameraPoints()
        let points = { (range: ClosedRange<Double>) in
            MiddleDisc.pixels(size: picture.size, radii: range).map { all[$0] }
                .filter { !$0.x.isNaN }
        }
        let (nose, rim) = (points(Self.middle), points(Self.rim))
        guard !nose.isEmpty, !rim.isEmpty else { return 0 }
        let (front, back) = (mean(nose), mean(rim))
        let lateral = rim.reduce(0) { sum, point in
            let offset = point - back
            return sum + (offset.x * offset.x + offset.y * offset.y).squareRoot()
        }
        return (front.z - back.z) / (lateral / Double(rim.count))
    }

    private static func mean(_ points: [SIMD3<Double>]) -> SIMD3<Double> {
        points.reduce(.zero, +) / Double(points.count)
    }
}
