/// Whether heads are their own mirror images, or turn into them as the camera crosses the middle.
///
/// A strong per-pixel network can paint two pictures over a symmetric shape: the hair's parting
/// then flips from one side to the other between two neighbouring frames.
public enum MirrorSymmetry {
    /// The largest ratio that is given: what is divided by next to nothing stays a number that
    /// files can hold.
    public static let largestRatio = 1000.0

    /// How little the opposite sides of a head differ, by how much those of two heads do.
    ///
    ///     mean over heads of           |I_h(+a) - mirror(I_h(-a))|
    ///     --------------------------------------------------------
    ///     mean over pairs of heads of  |I_h(+a) - mirror(I_g(-a))|,  h ≠ g
    ///
    /// 0 is a head that is its own mirror image; about 1 is one whose sides are no more alike than
    /// two heads. Faces are nearly symmetric, their hair and light are not: good heads lie between.
    /// If the lower mean is 0, so is as a rule the upper one: all heads are the same and symmetric,
    /// which is 0. Heads that have collapsed into one that is not symmetric give 1.
    ///
    /// - Parameters:
    ///   - views: Of each of at least two heads, from yaw +a.
    ///   - opposites: Of the same heads in the same order, from yaw -a.
    /// - Returns: At least 0, at most ``largestRatio``.
    public static func difference(
        _ views: [SurfacePicture], opposites: [SurfacePicture]
    ) -> Double {
        precondition(
            views.count == opposites.count && views.count >= 2,
            "\(views.count) views, \(opposites.count) opposite ones: at least two of each")
        let mirrored = opposites.map { $0.mirrored() }
        var (own, others) = (0.0, 0.0)
        for (h, view) in views.enumerated() {
            for (g, opposite) in mirrored.enumerated() {
                let difference = view.meanDifference(from: opposite)
                if h == g { own += difference } else { others += difference }
            }
        }
        return ratio(own, to: others / Double(views.count - 1), ofNothing: 0)
    }

    /// Change as the camera crosses the middle, by the change beside it.
    ///
    ///                         |I(1) - I(-1)|
    ///     -----------------------------------------------------------------  frames at -5, -3 … 5
    ///     mean of |I(-3) - I(-5)|, |I(-1) - I(-3)|, |I(3) - I(1)|, |I(5) - I(3)|
    ///
    /// 1 is a smooth turn; a picture that flips gives a large number. Where nothing changes at all
    /// it is 1, and ``largestRatio`` where nothing but the middle does.
    ///
    /// - Parameter frames: Six pictures at evenly spaced yaw, the middle between the third and the
    ///   fourth.
    /// - Returns: At least 0, at most ``largestRatio``.
    public static func crossingJump(_ frames: [SurfacePicture]) -> Double {
        precondition(frames.count == 6, "\(frames.count) frames across the middle: six")
        let steps = zip(frames.dropFirst(), frames).map { $0.meanDifference(from: $1) }
        let beside = (steps[0] + steps[1] + steps[3] + steps[4]) / 4
        return ratio(steps[2], to: beside, ofNothing: 1)
    }

    private static func ratio(_ a: Double, to b: Double, ofNothing nothing: Double) -> Double {
        a == 0 && b == 0 ? nothing : min(a / b, largestRatio)
    }
}
