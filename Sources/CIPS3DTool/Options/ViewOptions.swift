import ArgumentParser
import CIPS3DModel

/// How high the camera stands and what it sees.
struct ViewOptions: ParsableArguments {
    // Unconditional: otherwise a negative angle would be taken for an option.
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Raises the camera, from -89 to 89.", valueName: "degrees"))
    var pitch = 0.0

    @Option(
        name: .customLong("fov"), parsing: .unconditional,
        help: ArgumentHelp(
            "Opening angle of the picture's sides, from 1 to 120. "
                + "(default: that of the training camera)", valueName: "degrees"))
    var fieldOfView: Double?

    func validate() throws {
        // At 90 degrees the camera would stand on its head.
        try pitch.check("--pitch", in: -89...89)
        try fieldOfView?.check("--fov", in: 1...120)
    }

    /// The camera of a model at these angles.
    func camera(_ yaw: Double, _ configuration: ModelConfiguration) -> Camera {
        adjusted(Camera(configuration.camera, yaw: .degrees(yaw)))
    }

    /// A camera raised by the pitch, with the opening angle.
    func adjusted(_ camera: Camera) -> Camera {
        var camera = camera
        let pitch = camera.pitch.degrees + pitch
        camera.pitch = .degrees(min(max(pitch, -89), 89))
        if let fieldOfView { camera.fieldOfView = .degrees(fieldOfView) }
        return camera
    }

    /// What is worth knowing about views that training has hardly seen.
    ///
    /// - Parameters:
    ///   - cameras: The views.
    ///   - configuration: The model.
    /// - Returns: Nil where all are within what it has seen.
    static func remark(
        about cameras: some Sequence<Camera>, _ configuration: ModelConfiguration
    ) -> String? {
        let training = configuration.camera
        guard cameras.contains(where: { !training.hasSeen($0) }) else { return nil }
        let reach = { (deviation: Double) in
            String(format: "%.0f", deviation * CameraConfiguration.seenDeviations)
        }
        return
            "some of this is seen from farther aside than training was: within \(reach(training.yawDeviation)) "
            + "degrees of yaw and \(reach(training.pitchDeviation)) of pitch heads are as they were learned"
    }
}
