import ArgumentParser
import CIPS3DModel
import Foundation
import VideoFiles

extension CameraPath: ExpressibleByArgument {}

/// How the camera of a video moves, and where the video goes.
struct VideoOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            How the camera moves: from side to side, around an ellipse, or away with a narrowing \
            angle.
            """, valueName: "path"))
    var path = CameraPath.yaw

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            Largest yaw of yaw and circle, from 0 to 180. (default: 1.5 standard deviations of the \
            training views)
            """, valueName: "degrees"))
    var range: Double?

    @Option(
        name: .customLong("fps"), parsing: .unconditional,
        help: ArgumentHelp("Pictures a second, from 1 to 240.", valueName: "n"))
    var framesPerSecond = 30

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp("The video: .mp4, .webm, .gif or a folder.", valueName: "file"))
    var place: OutputFile

    @Flag(help: "Replaces the frames of an earlier video in the folder.")
    var force = false

    func validate() throws {
        try framesPerSecond.check("--fps", in: 1...240)
        try range?.check("--range", in: 0...180)
        guard range == nil || path != .dolly else {
            throw ValidationError("--range has no meaning for --path dolly; leave it out.")
        }
        guard !place.isStandardOutput else {
            throw ValidationError(
                "--out is -, and a video cannot go to standard output; name a file or a folder.")
        }
    }

    /// Where the video goes, checked before anything is rendered.
    func destination() throws -> VideoDestination {
        let destination = try VideoDestination(place.url, replacesFrames: force)
        try place.checkFolderWritable()
        return destination
    }

    /// Refuses a transparent video that would not be one, and an angle that the path changes.
    func check(_ painting: Painting, _ view: ViewOptions) throws {
        guard view.fieldOfView == nil || path != .dolly else {
            throw ValidationError("--fov has no meaning for --path dolly; leave it out.")
        }
        guard painting != .transparent || place.url.pathExtension.lowercased() != "mp4" else {
            throw ValidationError(
                "--transparent is nothing that .mp4 can hold; name a .webm or .gif file, or a folder."
            )
        }
    }

    /// Writes a video and tells what was written.
    ///
    /// - Parameters:
    ///   - video: The video.
    ///   - destination: Where it goes.
    ///   - model: Tells.
    /// - Throws: A sentence about what is in the way.
    func write(
        _ video: HeadVideo, to destination: VideoDestination, _ model: ModelOptions
    ) async throws {
        guard max(video.size.width, video.size.height) <= SizeOption.longestSide else {
            throw ToolError(
                "The video would have \(video.size.width) x \(video.size.height) pixels, more than "
                    + "\(SizeOption.longestSide) on a side; give a smaller --size or fewer heads.")
        }
        destination.adjustments(size: video.size, framesPerSecond: framesPerSecond)
            .forEach(model.say)
        try await video.write(to: destination)
        model.say("wrote \(place.path)")
    }

    /// The cameras of one round.
    func cameras(frames: Int, configuration: ModelConfiguration) -> [Camera] {
        path.cameras(
            frames: frames, base: configuration.camera, range: range.map(Angle.degrees))
    }
}
