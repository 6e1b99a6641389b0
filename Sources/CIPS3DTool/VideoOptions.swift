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
        name: .customLong("fps"),
        help: ArgumentHelp("Pictures a second, from 1 to 240.", valueName: "n"))
    var framesPerSecond = 30

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp("The video: .mp4, .gif or a folder.", valueName: "file"))
    var place: OutputFile

    func validate() throws {
        try framesPerSecond.check("--fps", in: 1...240)
        try range?.check("--range", in: 0...180)
        guard range == nil || path != .dolly else {
            throw ValidationError("--range has no meaning for --path dolly; leave it out.")
        }
        guard ["", "mp4", "gif"].contains(place.url.pathExtension.lowercased()) else {
            throw ValidationError(
                "--out is \(place.url.relativePath); name a .mp4 file, a .gif file or, without "
                    + "an ending, a folder.")
        }
    }

    /// Where the video goes, checked before anything is rendered.
    func destination() throws -> VideoDestination {
        let destination = try VideoDestination(place.url)
        try place.checkFolderWritable()
        return destination
    }

    /// The cameras of one round.
    func cameras(frames: Int, configuration: ModelConfiguration) -> [Camera] {
        path.cameras(
            frames: frames, base: configuration.camera, range: range.map(Angle.degrees))
    }
}
