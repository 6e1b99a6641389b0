/// What is wrong with heads, as far as ``HeadMeasures`` tell.
public enum HeadWarning: String, Codable, Sendable, CaseIterable, CustomStringConvertible {
    /// A picture on a wall.
    case flat
    /// The inside of a mask.
    case hollow
    /// Two pictures over a symmetric shape.
    case mirrorSymmetric
    /// One head for all codes.
    case collapsed

    /// Relief below which heads are flat: a quarter of what a sphere as large as a head has.
    public static let leastRelief = 0.04
    /// Prominence below which faces are bent the wrong way; equal depths along all rays have -0.026.
    public static let leastProminence = -0.05
    /// Mirror difference below which heads are their own mirror images.
    public static let leastMirrorDifference = 0.2
    /// Crossing jump above which a head flips as the camera crosses the middle.
    public static let largestCrossingJump = 3.0
    /// Diversity below which heads are one and the same: about five of 256 steps of brightness.
    public static let leastDiversity = 0.02
    /// Diversity, by that of photographs, below which heads are few kinds of faces.
    public static let leastRelativeDiversity = 0.4

    /// One sentence: what is wrong, and which settings help.
    public var description: String {
        switch self {
        case .flat:
            "The heads are flat: let the discriminators tell views (`training.viewWeight=6`), keep "
                + "the auxiliary one (`discriminator.usesAuxiliary=true`) and start at 32x32 "
                + "(`training.imageSize=32`)."
        case .hollow:
            "The faces are hollow, like the inside of a mask: begin with a solid field "
                + "(`generator.nerf.density.activation=softplus`), from a smaller picture "
                + "(`training.imageSize=32`)."
        case .mirrorSymmetric:
            "The heads are mirror-symmetric, or flip as the camera crosses the middle: keep the "
                + "auxiliary discriminator (`discriminator.usesAuxiliary=true`) and do not mirror "
                + "photographs (`training.mirrorsImages=false`)."
        case .collapsed:
            "The heads are all alike: train with the minibatch deviation "
                + "(`discriminator.deviationGroup=4`) and the moments of photographs "
                + "(`discriminator.projected.momentWeight=1`); with the discriminators of StyleGAN2, "
                + "with a higher `training.r1Weight`."
        }
    }
}
