import ArgumentParser
import CIPS3DModel
import Foundation
import HeadPictures

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

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Truncation: 1 leaves heads as they are, 0 makes all of them the mean head.",
            valueName: "p"))
    var psi = 1.0

    @OptionGroup(title: "Camera")
    var view: ViewOptions

    @OptionGroup(title: "Picture")
    var picture: SizeOption

    @OptionGroup(title: "Picture")
    var paint: PaintingOptions

    @OptionGroup(title: "Video")
    var video: VideoOptions

    func validate() throws {
        try frames.check("--frames", in: 1...10_000)
        try psi.check("--psi", in: 0...2)
        try video.check(paint.painting, view)
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
            .map(view.adjusted)
        // A round for every two heads: each is seen from both sides.
        let rounds = max(1, seeds.seeds.count / 2)
        let heads = try Interpolation(
            of: seeds.seeds, in: space, truncation: Truncation(psi: psi), engine)
        let headVideo = HeadVideo(
            frames: count, heads: 1, side: picture, painting: paint.painting,
            framesPerSecond: video.framesPerSecond
        ) { [frames] index in
            let name = HeadVideo.name(of: index, count)
            let head = try ToolError.naming(name) {
                let share = Double(index % frames) / Double(frames)
                return try engine.makeHead(heads.styles(after: index / frames, share: share))
            }
            return [(head, cameras[index * rounds % count])]
        }
        try await video.write(headVideo, to: destination, model)
    }
}

/// Heads on the way from one to the next, and from the last back to the first.
private struct Interpolation: Sendable {
    private let space: InterpolateCommand.Space
    private let engine: any HeadEngine
    private let codes: [HeadCodes]
    /// Of the heads themselves; none in z.
    private let styles: [HeadStyles]
    private let truncation: Truncation
    private let mean: HeadStyles?

    init(
        of seeds: [UInt64], in space: InterpolateCommand.Space, truncation: Truncation,
        _ engine: any HeadEngine
    ) throws {
        (self.space, self.truncation, self.engine) = (space, truncation, engine)
        codes = seeds.map { HeadCodes(seed: $0, configuration: engine.configuration.generator) }
        mean = truncation.isOff ? nil : engine.makeMeanStyles()
        // In z, nobody asks for the heads themselves.
        styles = try (space == .z ? [] : seeds).map { seed in
            try ToolError.naming("The head of seed \(seed)") { try engine.makeStyles(seed: seed) }
        }
    }

    /// The styles on the way from a head to the one after it.
    func styles(after index: Int, share: Double) throws -> HeadStyles {
        let next = (index + 1) % codes.count
        let between =
            switch space {
            case .z:
                try engine.makeStyles(of: codes[index].interpolated(to: codes[next], share: share))
            case .w: styles[index].moved(to: styles[next], by: share)
            }
        return mean.map { between.truncated(truncation, mean: $0) } ?? between
    }
}
