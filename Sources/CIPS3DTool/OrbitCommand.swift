import ArgumentParser
import CIPS3DModel
import CIPS3DRenderer
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
            PNG files. ffmpeg encodes a picture while the next one is rendered. The path is \
            closed, so that a loop shows no seam.

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
        let engine = try model.engine()
        // Listens before anything is written: what is unfinished has to go when a signal comes.
        let interruption = Interruption()
        let writing = Task { try await write(to: destination, with: engine) }
        interruption.whenRequested { writing.cancel() }
        do {
            try await writing.value
        } catch  where interruption.isRequested {
            throw ToolError(
                "\(place.url.path) was not written because the command was interrupted; run it "
                    + "again.")
        }
    }

    private func write(to destination: VideoDestination, with engine: PictureEngine) async throws {
        let configuration = engine.configuration
        let size = picture.size(for: configuration)
        let cameras = path.cameras(
            frames: frames, base: configuration.camera, range: range.map(Angle.degrees))
        let head = try engine.head(seed: seed, truncation: picture.truncation)
        let pictures = FramesAhead(count: frames) { frame, cancellation in
            try Self.render(head, from: cameras[frame], size: size, cancellation)
        }
        let progress = ProgressLine("picture", of: frames)
        let writer = VideoWriter(destination: destination, framesPerSecond: framesPerSecond)
        let result: Result<Void, any Error>
        do {
            try await writer.write(frameCount: frames, size: (size, size)) { frame in
                progress.update(frame)
                return try await pictures.frame(frame)
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await pictures.end()
        progress.finish()
        try result.get()
    }

    private static func render(
        _ head: PictureHead, from camera: Camera, size: Int, _ cancellation: Cancellation
    ) throws -> Image {
        var sheet = PictureSheet<UInt8>(pictures: 1, size: size, channels: 3)
        try head.render(from: camera, size: size, cancellation: cancellation) {
            sheet.place($0.color, pixels: $0.pixels, picture: 0, convert: UInt8.init(color:))
        }
        return Image(width: size, height: size, pixels: sheet.samples)
    }
}
