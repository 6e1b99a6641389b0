/// The camera that a model was trained with, and how rays are sampled.
public struct CameraConfiguration: Codable, Sendable, Equatable {
    /// Where weight goes that no sample of a ray takes.
    public enum Background: String, Codable, Sendable, CaseIterable {
        /// Nowhere: an empty ray has the feature zero.
        case none
        /// To the last sample of the ray.
        case last
        /// To every channel of the feature.
        case white
    }

    /// Opening angle of the image's width and height, in degrees.
    public var fieldOfView = 12.0
    /// Distance from the camera to the first sample, in scene units along the ray.
    public var near = 0.88
    /// Distance from the camera to the last sample, in scene units along the ray.
    public var far = 1.12
    /// Stratified samples on each ray; the fine pass draws as many again.
    public var samplesPerRay = 12
    /// Whether a second set of samples is drawn by importance.
    public var finePass = true
    /// What is behind the volume.
    public var background = Background.none
    /// Standard deviation of the yaw of training views, in degrees.
    public var yawDeviation = 0.3 * 180 / Double.pi
    /// Standard deviation of the pitch of training views, in degrees.
    public var pitchDeviation = 0.155 * 180 / Double.pi

    /// Farther aside than so many standard deviations of the training views a head is guesswork: of a normal
    /// distribution 99 percent lie within.
    public static let seenDeviations = 2.5

    /// Whether training has seen such views, as far as angles go.
    ///
    /// - Parameter camera: The view.
    /// - Returns: Whether yaw and pitch are within ``seenDeviations``.
    public func hasSeen(_ camera: Camera) -> Bool {
        let turned = abs(camera.yaw.degrees.remainder(dividingBy: 360))
        return turned <= Self.seenDeviations * yawDeviation
            && abs(camera.pitch.degrees) <= Self.seenDeviations * pitchDeviation
    }

    /// Samples of both passes.
    public var allSamples: Int { finePass ? 2 * samplesPerRay : samplesPerRay }

    /// The published camera for FFHQ.
    public init() {}
}

extension CameraConfiguration {
    /// One pass of ten samples; views as wide as heads turn in news photographs (landmarks of Labeled
    /// Faces in the Wild).
    package static var newsPhotographs: CameraConfiguration {
        var camera = CameraConfiguration()
        camera.samplesPerRay = 10
        camera.finePass = false
        camera.yawDeviation = 12.6
        camera.pitchDeviation = 9.9
        return camera
    }
}
