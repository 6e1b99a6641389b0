import CIPS3DModel
import ParallelWork

/// Measures whether heads are three-dimensional, by looking at each from nine sides.
///
/// The views of a head are at yaw 0, at plus and minus one standard deviation of the training
/// views, and at ±1, ±3 and ±5 degrees; the pitch is 0. Of these only small pictures are kept, and
/// of a finished head only three.
public struct HeadMeasurement: Sendable, Equatable {
    /// Heads to look at, where nothing else is asked: means over 120 pairs, in a few seconds.
    public static let usualHeads = 16
    /// Pixels on a side, where nothing else is asked: enough for a nose.
    public static let usualSize = 64
    /// Samples on a ray that a head should give, whatever it was trained with.
    ///
    /// Depth is a mean over samples, so a surface sharper than their spacing is found in steps: a
    /// tilted wall has relief 0.15 with 12 evenly spaced samples, 0.02 with 48.
    public static let usualSamples = 48
    /// Yaw of the frames across the middle, in degrees.
    public static let frames = [-5.0, -3, -1, 1, 3, 5]

    /// The camera that the model was trained with.
    public let camera: CameraConfiguration
    /// Pixels on a side of every view.
    public let size: Int

    /// How far to either side heads are looked at, in degrees.
    ///
    /// One standard deviation of the training views, and at least as far as the outermost frame:
    /// without turning the head nothing could be said.
    public var sideYaw: Double { max(camera.yawDeviation, 5) }

    /// A measurement that has not begun.
    ///
    /// - Parameters:
    ///   - camera: The camera that the model was trained with.
    ///   - size: Pixels on a side of every view, at least 8.
    public init(camera: CameraConfiguration, size: Int = usualSize) {
        precondition(size >= 8, "views of \(size) pixels on a side show no head")
        (self.camera, self.size) = (camera, size)
    }

    /// Looks at heads.
    ///
    /// - Parameters:
    ///   - heads: At least two.
    ///   - cancellation: Asked before each view.
    ///   - progress: Is told the share of views that are done, after each.
    /// - Returns: Numbers over all heads.
    /// - Throws: What a head throws; `HeadMeasurementError` where a view holds a number that is
    ///   not finite; `CancellationError`.
    public func measure(
        _ heads: [some ViewableHead], cancellation: Cancellation = Cancellation(),
        progress: (_ done: Double) -> Void = { _ in }
    ) throws -> HeadMeasures {
        precondition(heads.count >= 2, "\(heads.count) heads: at least two can be compared")
        let views = heads.count * (3 + Self.frames.count)
        var done = 0
        let measured = try heads.enumerated().map { index, head in
            try MeasuredHead(side: sideYaw, frames: Self.frames) { yaw in
                try cancellation.check()
                let view = try self.view(of: head, number: index + 1, yaw: yaw)
                done += 1
                progress(Double(done) / Double(views))
                return view
            }
        }
        return HeadMeasures(measured)
    }

    private func view(
        of head: some ViewableHead, number: Int, yaw: Double
    ) throws -> HeadView {
        let view = try head.view(from: Camera(camera, yaw: .degrees(yaw)), size: size)
        precondition(view.size == size, "a view of \(view.size) pixels on a side, not \(size)")
        guard view.isFinite else { throw HeadMeasurementError(head: number, yaw: yaw) }
        return view
    }
}
