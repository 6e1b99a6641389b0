import Foundation

/// A closed path of the camera around or towards a head.
///
/// With n frames, frame i is at the phase φ = 2π · i / n: the last frame is one step before the
/// first, so that a loop shows no seam.
public enum CameraPath: String, CaseIterable, Sendable {
    /// From side to side and back: yaw = range · sin φ.
    case yaw
    /// Around an ellipse: yaw = range · sin φ, pitch = pitch range · cos φ.
    case circle
    /// From near with a wide angle to far with a narrow one and back, the head's size unchanged.
    case dolly

    /// How many standard deviations of the training views a path reaches: 87 percent of a normal
    /// distribution lie within, so that the model has seen such views.
    private static let reach = 1.5

    /// Nearest and farthest camera of a dolly.
    private static let dollyDistances = 0.5...2.0

    /// The cameras of one round.
    ///
    /// - Parameters:
    ///   - frames: Cameras wanted, at least 1.
    ///   - base: The training camera.
    ///   - range: Largest yaw; by default 1.5 standard deviations of the training views, 26 degrees
    ///     for the published camera. The pitch of `circle` reaches 1.5 of its own deviations.
    ///   - yaw: The yaw in the middle of the path.
    ///   - pitch: The pitch in the middle of the path.
    /// - Returns: One camera for each frame.
    public func cameras(
        frames: Int, base: CameraConfiguration, range: Angle? = nil, yaw: Angle = .zero,
        pitch: Angle = .zero
    ) -> [Camera] {
        precondition(frames > 0, "a camera path has at least one frame, not \(frames)")
        let middle = Camera(base, yaw: yaw, pitch: pitch)
        let range = range ?? .degrees(Self.reach * base.yawDeviation)
        // At 90 degrees the camera would stand on its head.
        let pitchRange = Angle.degrees(min(Self.reach * base.pitchDeviation, 80))
        return (0..<frames).map { frame in
            let phase = 2 * Double.pi * Double(frame) / Double(frames)
            var camera = middle
            switch self {
            case .yaw:
                camera.yaw = .radians(yaw.radians + range.radians * sin(phase))
            case .circle:
                camera.yaw = .radians(yaw.radians + range.radians * sin(phase))
                camera.pitch = .radians(pitch.radians + pitchRange.radians * cos(phase))
            case .dolly:
                camera = middle.moved(to: Self.dollyDistance(phase: phase, base: base))
            }
            return camera
        }
    }

    /// Goes from near to far and back, by the same factor in the same time.
    private static func dollyDistance(phase: Double, base: CameraConfiguration) -> Double {
        // The camera stays outside of the slab: in front of it is as much room as its half depth.
        let nearest = min(1, max(dollyDistances.lowerBound, 2 * (1 - base.near)))
        let span = log(dollyDistances.upperBound / nearest)
        return nearest * exp(span * (1 - cos(phase)) / 2)
    }
}

extension Camera {
    /// The same view from another distance, with the head as large as before.
    ///
    /// distance · tan(fieldOfView / 2) is kept, and near and far move along, so that samples cover
    /// the same slab of the scene.
    ///
    /// - Parameter distance: From the origin, in scene units; larger than `self.distance - near`.
    /// - Returns: The moved camera.
    public func moved(to distance: Double) -> Camera {
        precondition(
            distance > self.distance - near,
            "a camera at \(distance) would stand behind its first sample")
        var camera = self
        let halfSide = self.distance * tan(fieldOfView.radians / 2)
        camera.fieldOfView = .radians(2 * atan(halfSide / distance))
        camera.distance = distance
        camera.near = near + distance - self.distance
        camera.far = far + distance - self.distance
        return camera
    }
}
