import ArgumentParser
import CIPS3DModel
import CIPS3DNetworks
import Foundation
import ImageFiles
import VideoFiles

extension CameraPath: ExpressibleByArgument {}

/// Renders a head from a moving camera as a video.
struct OrbitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orbit",
        abstract: "Renders a head from a moving camera as a video.",
        discussion: """
            The name says what is written: .mp4 (H.264), .gif or, without an ending, a folder of \
            PNG files. ffmpeg encodes. The path is closed, so that a loop shows no seam.

            EXAMPLE
              cips3d orbit --model runs/faces/model --seed 7 --size 128 --out head.mp4
              cips3d orbit --model runs/faces/model --seed 7 --path dolly --out head.gif
            """)

    @OptionGroup(title: "Model")
    var model: ModelOptions

    @Option(help: ArgumentHelp("The head.", valueName: "n"))
    var seed: UInt64

    @Option(help: ArgumentHelp("Pictures in one round, from 1 to 10000.", valueName: "n"))
    var frames = 60

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

    @OptionGroup(title: "Picture")
    var picture: PictureOptions

    @Option(
        name: .customLong("fps"),
        help: ArgumentHelp("Pictures a second, from 1 to 240.", valueName: "n"))
    var framesPerSecond = 30

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp("The video: .mp4, .gif or a folder.", valueName: "file"))
    var place: OutputFile

    func validate() throws {
        guard (1...10_000).contains(frames) else {
            throw ValidationError("--frames is \(frames); it has to be from 1 to 10000.")
        }
        guard (1...240).contains(framesPerSecond) else {
            throw ValidationError("--fps is \(framesPerSecond); it has to be from 1 to 240.")
        }
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

    func run() async throws {
        let destination = try VideoDestination(place.url)
        try place.checkFolderWritable()
        let renderer = try model.renderer()
        let configuration = renderer.model.configuration
        let codes = HeadCodes(seed: seed, configuration: configuration.generator)
        let size = picture.size(for: configuration)
        let cameras = path.cameras(
            frames: frames, base: configuration.camera, range: range.map(Angle.degrees))
        let progress = ProgressLine("picture", of: frames)
        defer { progress.finish() }
        let writer = VideoWriter(destination: destination, framesPerSecond: framesPerSecond)
        try await writer.write(frameCount: frames, size: (size, size)) { frame in
            progress.update(frame)
            var sheet = PictureSheet<UInt8>(pictures: 1, size: size, channels: 3)
            renderer.render(
                codes, camera: cameras[frame], size: size, truncation: picture.truncation
            ) {
                sheet.place(
                    $0.color, pixels: $0.pixels, picture: 0, convert: UInt8.init(color:))
            }
            return Image(width: size, height: size, pixels: sheet.samples)
        }
    }
}
