import ArgumentParser
import CIPS3DModel
import Foundation

/// Renders a video in which heads change into one another while they turn.
struct InterpolateCommand: AsyncParsableCommand {
    /// Where heads are between two others.
    enum Space: String, CaseIterable, ExpressibleByArgument {
        /// On the great circle between their codes.
        case z
        /// On the line between their styles.
        case w
    }

    /// The most pictures of a video.
    private static let mostFrames = 100_000

    static let configuration = CommandConfiguration(
        commandName: "interpolate",
        abstract: "Renders a video of heads that change into one another while they turn.",
        discussion: """
            From the last head it goes back to the first one, so that a loop shows no seam. In w, \
            styles move on straight lines; in z, codes on great circles, where every head between \
            is as likely as a random one.

            EXAMPLE
              cips3d interpolate --model Models/faces-64 --seeds 1,5,9 --out heads.mp4
            """)

    @OptionGroup(title: "Model")
    var model: ModelOptions

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Two heads or more, such as 1,5,9.", valueName: "list"),
        transform: { try SeedList(parsing: $0) })
    var seeds: SeedList

    @Option(help: ArgumentHelp("w, lines between styles, or z, circles between codes."))
    var space = Space.w

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Pictures from one head to the next, from 1 to 10000.", valueName: "n"))
    var frames = 30

    @OptionGroup(title: "Picture")
    var picture: PictureOptions

    @OptionGroup(title: "Video")
    var video: VideoOptions

    func validate() throws {
        try frames.check("--frames", in: 1...10_000)
        guard seeds.seeds.count > 1 else {
            throw ValidationError("--seeds names one head; name two or more, such as 1,5,9.")
        }
        guard frames * seeds.seeds.count <= Self.mostFrames else {
            throw ValidationError(
                "--frames times the heads is \(frames * seeds.seeds.count) pictures, more than "
                    + "\(Self.mostFrames); give fewer.")
        }
    }

    func run() async throws {
        let destination = try video.destination()
        let engine = try model.engine()
        let count = frames * seeds.seeds.count
        let cameras = video.cameras(frames: count, configuration: engine.configuration)
        // A round for every two heads: each is seen from both sides.
        let rounds = max(1, seeds.seeds.count / 2)
        let heads = seeds.seeds.map {
            HeadCodes(seed: $0, configuration: engine.configuration.generator)
        }
        try await HeadVideo(
            frames: count, size: picture.size(for: engine.configuration),
            framesPerSecond: video.framesPerSecond
        ) { [frames, space, truncation = picture.truncation] index in
            let recipe = Self.recipe(
                heads[index / frames], heads[(index / frames + 1) % heads.count],
                share: Double(index % frames) / Double(frames), in: space)
            return (
                try engine.head(HeadVideo.name(of: index, count), recipe, truncation: truncation),
                cameras[index * rounds % count]
            )
        }
        .write(to: destination)
    }

    private static func recipe(
        _ head: HeadCodes, _ next: HeadCodes, share: Double, in space: Space
    ) -> HeadRecipe {
        switch space {
        case .z: HeadRecipe(head.interpolated(to: next, share: share))
        case .w: HeadRecipe(from: head, to: next, share: share)
        }
    }
}
