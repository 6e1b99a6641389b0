/// What is wrong with heads, as far as ``HeadMeasures`` tell.
public enum HeadWarning: String, Codable, Sendable, CaseIterable, CustomStringConvertible {
    /// A picture on a wall.
    case flat
    /// Two pictures over a symmetric shape.
    case mirrorSymmetric
    /// One head for all codes.
    case collapsed

    /// Relief below which heads are flat: a quarter of what a sphere as large as a head has.
    public static let leastRelief = 0.04
    /// Mirror difference below which heads are their own mirror images.
    public static let leastMirrorDifference = 0.2
    /// Crossing jump above which a head flips as the camera crosses the middle.
    public static let largestCrossingJump = 3.0
    /// Diversity below which heads are one and the same: about five of 256 steps of brightness.
    public static let leastDiversity = 0.02

    /// One sentence: what is wrong, and which settings help.
    public var description: String {
        switch self {
        case .flat:
            "The heads are flat: train with wider views (`camera.yawDeviation`), keep the "
                + "auxiliary discriminator (`discriminator.usesAuxiliary=true`) and start at 32x32 "
                + "(`training.imageSize=32`)."
        case .mirrorSymmetric:
            "The heads are mirror-symmetric, or flip as the camera crosses the middle: keep the "
                + "auxiliary discriminator (`discriminator.usesAuxiliary=true`) and do not mirror "
                + "photographs (`training.mirrorsImages=false`)."
        case .collapsed:
            "The heads are all alike: train with a higher `training.r1Weight` and with the "
                + "minibatch deviation (`discriminator.deviationGroup=4`)."
        }
    }
}
