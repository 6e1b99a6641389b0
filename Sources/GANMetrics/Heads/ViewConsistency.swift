/// Whether two views of a head show the same coloured points, or each a picture of its own.
///
/// Each surface point of a view A is projected into another view B. It counts where it falls into
/// B's picture, the four pixels around it show a surface, and B's depth there agrees with the
/// point's distance from B within ``depthTolerance``: then both see it, and nothing hides it.
///
///     error   = mean over counted points and channels of |color A - color B| / 2
///     overlap = counted points / surface points of A
///
/// B's colours and depths are interpolated linearly between pixels. Pairs are pooled, so that a
/// pair with few common points weighs little. Where no point counts, nothing agrees: the error is
/// 1. Both are in [0, 1]. A solid head with a painted surface has an error near 0; what remains is
/// interpolation, and whatever gleams.
public struct ViewConsistency: Sendable, Equatable {
    /// Largest difference between depth and distance of the same point, of far - near.
    public static let depthTolerance = 0.05

    private var difference = 0.0
    private var counted = 0
    private var points = 0

    /// Before any pair was looked at.
    public init() {}

    /// Mean difference of a point's colour between two views, in [0, 1]; 1 where none counts.
    public var error: Double {
        // Three channels, whose range is 2.
        counted == 0 ? 1 : difference / Double(6 * counted)
    }

    /// Share of the surface points that both views see, in [0, 1]; 0 where there are none.
    public var overlap: Double { points == 0 ? 0 : Double(counted) / Double(points) }

    /// Looks at one view's points from the place of another.
    ///
    /// - Parameters:
    ///   - picture: The view whose points are projected.
    ///   - other: Another view of the same head, as large.
    public mutating func add(_ picture: SurfacePicture, seenIn other: SurfacePicture) {
        precondition(picture.size == other.size, "pictures of \(picture.size) and \(other.size)")
        let projection = PixelProjection(other.camera, size: other.size)
        let tolerance = Self.depthTolerance * (other.camera.far - other.camera.near)
        for (pixel, point) in picture.scenePoints().enumerated() where !point.x.isNaN {
            points += 1
            guard let place = projection.place(of: point),
                let between = BilinearPlace(place, size: other.size),
                abs(between.value(in: other.depth) - place.distance) <= tolerance
            else { continue }
            counted += 1
            for channel in 0..<3 {
                let there = between.value(in: other.color, channel: channel, of: 3)
                difference += abs(Double(picture.color[3 * pixel + channel]) - there)
            }
        }
    }
}
