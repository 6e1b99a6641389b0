import ArgumentParser
import CIPS3DModel

/// Where the camera is and what it sees.
struct ViewOptions: ParsableArguments {
    // Unconditional: otherwise a negative angle would be taken for an option.
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Turns the camera around the head, towards the head's left.", valueName: "degrees"))
    var yaw = 0.0

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
        try yaw.check("--yaw", in: -360...360)
        // At 90 degrees the camera would stand on its head.
        try pitch.check("--pitch", in: -89...89)
        try fieldOfView?.check("--fov", in: 1...120)
    }

    /// The camera of a model at these angles.
    func camera(for configuration: ModelConfiguration) -> Camera {
        var camera = Camera(configuration.camera, yaw: .degrees(yaw), pitch: .degrees(pitch))
        if let fieldOfView { camera.fieldOfView = .degrees(fieldOfView) }
        return camera
    }
}
