import ArgumentParser
import CIPS3DModel
import Foundation
import HeadPictures

/// Renders heads from a moving camera as a video.
struct OrbitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orbit",
        abstract: "Renders heads from a moving camera as a video.",
        discussion: """
            The name says what is written: .mp4 (H.264), .webm (VP9), .gif or, with any other \
            name, a folder of PNG files. ffmpeg encodes a picture while the next one is rendered. \
            The path is closed, so that a loop shows no seam. Several heads make a grid.

            EXAMPLE
              cips3d orbit --model runs/faces --seed 7 --out head.mp4
              cips3d orbit --model runs/faces --seeds 0-8 --size 128 --out heads.mp4
              cips3d orbit --model runs/faces --seed 7 --path dolly --out head.gif
              cips3d orbit --model runs/faces --seed 7 --transparent --out head.webm
            """)

    @OptionGroup(title: "Model")
    var model: ModelOptions

    @OptionGroup(title: "Heads")
    var heads: HeadOptions

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Pictures in one round, from 1 to 10000.", valueName: "n"))
    var frames = 60

    @OptionGroup(title: "Camera")
    var view: ViewOptions

    @OptionGroup(title: "Picture")
    var picture: SizeOption

    @OptionGroup(title: "Picture")
    var paint: PaintingOptions

    @Flag(help: "Paints depths in place of colours: white is near.")
    var depth = false

    @OptionGroup(title: "Video")
    var video: VideoOptions

    func validate() throws {
        try frames.check("--frames", in: 1...10_000)
        guard !depth || paint.painting == .color else {
            throw ValidationError("--depth excludes --aux and --transparent; leave one out.")
        }
        try video.check(paint.painting, view)
    }

    func run() async throws {
        let destination = try video.destination()
        let engine = try model.engine()
        let heads = try self.heads.styles(of: engine).map { head in
            try ToolError.naming(head.name) { try engine.makeHead(head.styles) }
        }
        let cameras = video.cameras(frames: frames, configuration: engine.configuration)
            .map(view.adjusted)
        let headVideo = HeadVideo(
            frames: frames, heads: heads.count, side: picture,
            painting: depth ? .depth : paint.painting, framesPerSecond: video.framesPerSecond
        ) { frame in heads.map { ($0, cameras[frame]) } }
        try await video.write(headVideo, to: destination, model)
        if let remark = ViewOptions.remark(about: cameras, engine.configuration) {
            model.say(remark)
        }
    }
}
