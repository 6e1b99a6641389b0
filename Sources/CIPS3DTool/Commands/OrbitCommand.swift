import ArgumentParser
import CIPS3DModel
import Foundation

/// Renders a head from a moving camera as a video.
struct OrbitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orbit",
        abstract: "Renders a head from a moving camera as a video.",
        discussion: """
            The name says what is written: .mp4 (H.264), .webm, .gif or, with any other name, a \
            folder of PNG files. ffmpeg encodes a picture while the next one is rendered. The path is \
            closed, so that a loop shows no seam.

            EXAMPLE
              cips3d orbit --model runs/faces --seed 7 --out head.mp4
              cips3d orbit --model runs/faces --seed 7 --path dolly --out head.gif
            """)

    @OptionGroup(title: "Model")
    var model: ModelOptions

    @Option(parsing: .unconditional, help: ArgumentHelp("The head.", valueName: "n"))
    var seed: UInt64

    @OptionGroup(title: "Head")
    var mixing: MixOptions

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Pictures in one round, from 1 to 10000.", valueName: "n"))
    var frames = 60

    @OptionGroup(title: "Picture")
    var picture: PictureOptions

    @OptionGroup(title: "Video")
    var video: VideoOptions

    func validate() throws {
        try frames.check("--frames", in: 1...10_000)
    }

    func run() async throws {
        let destination = try video.destination()
        let engine = try model.engine()
        let recipe = try mixing.recipe(seed: seed, configuration: engine.configuration.generator)
        let cameras = video.cameras(frames: frames, configuration: engine.configuration)
        let head = try engine.head(
            "The head of seed \(seed)", recipe, truncation: picture.truncation)
        try await HeadVideo(
            frames: frames, size: picture.size(for: engine.configuration),
            framesPerSecond: video.framesPerSecond
        ) { (head, cameras[$0]) }
        .write(to: destination)
    }
}
