import CIPS3DModel

extension Renderer {
    /// A camera with the optics that the model was trained with.
    ///
    /// It looks at the middle of the head. Far outside of the views of training it shows what no
    /// photograph has taught: with the published camera, nine views of ten were within 28 degrees
    /// of yaw and 15 of pitch.
    ///
    /// - Parameters:
    ///   - yaw: 0 is frontal; positive angles move the camera to the head's left.
    ///   - pitch: 0 is level; positive angles move the camera up.
    /// - Returns: A camera at the distance of training, whose properties can all be changed.
    public func camera(yaw: Angle = .zero, pitch: Angle = .zero) -> Camera {
        Camera(configuration.camera, yaw: yaw, pitch: pitch)
    }
}
