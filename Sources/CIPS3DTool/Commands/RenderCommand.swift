import ArgumentParser
import CIPS3DModel
import Foundation
import ImageFiles

/// Renders one head or a grid of heads as a PNG file.
struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Renders heads of a model as a picture.",
        discussion: """
            A seed is a head: the same seed of the same model gives the same head on every \
            machine; engines and instruction sets differ by rounding alone. Several seeds make a \
            grid, row by row.

            EXAMPLE
              cips3d render --model runs/faces --seed 7 --yaw 30 --out head.png
              cips3d render --model runs/faces --seeds 0-15,20 --psi 0.7 --out heads.png
              cips3d render --model runs/faces --seeds 0-15 --mix 9@16 --out mixed.png
            """)

    @OptionGroup(title: "Model")
    var model: ModelOptions

    @Option(parsing: .unconditional, help: ArgumentHelp("The head. (default: 0)", valueName: "n"))
    var seed: UInt64?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Several heads, such as 0-15,20; they make a grid.", valueName: "list"),
        transform: { try SeedList(parsing: $0) })
    var seeds: SeedList?

    @OptionGroup(title: "Head")
    var mixing: MixOptions

    @OptionGroup(title: "Camera")
    var view: ViewOptions

    @OptionGroup(title: "Picture")
    var picture: PictureOptions

    @Flag(
        name: .customLong("aux"),
        help: "Renders the auxiliary image, which is read straight off the NeRF's features.")
    var auxiliary = false

    @Option(
        name: .customLong("depth"),
        help: ArgumentHelp(
            "Also writes the depths as a PNG file of 16 bits: 0 is the near end of the rays, 65535 "
                + "the far end; 0 also where a ray hits nothing.", valueName: "file"))
    var depthFile: OutputFile?

    @Flag(
        help: """
            Moves the samples along the rays at random, as in training, by the head's seed; in the \
            same places by both engines. Without it they are always in the same places, so that \
            frames do not flicker.
            """)
    var jitter = false

    @Option(
        name: .customLong("out"), help: ArgumentHelp("The picture, a .png.", valueName: "file"))
    var file: OutputFile

    func validate() throws {
        guard seed == nil || seeds == nil else {
            throw ValidationError("--seed and --seeds exclude each other; leave one out.")
        }
        try file.check("--out", endsIn: "png")
        try depthFile?.check("--depth", endsIn: "png")
        guard depthFile?.url.standardizedFileURL != file.url.standardizedFileURL else {
            throw ValidationError("--depth and --out name the same file; name another one.")
        }
    }

    func run() throws {
        try file.checkWritable()
        try depthFile?.checkWritable()
        let engine = try model.engine()
        let configuration = engine.configuration
        let heads = seeds?.seeds ?? [seed ?? 0]
        let size = picture.size(for: configuration)
        try Self.checkSide(heads: heads.count, size: size)
        let camera = view.camera(for: configuration)

        var colors = PictureSheet<UInt8>(pictures: heads.count, size: size, channels: 3)
        var depths = depthFile.map { _ in
            PictureSheet<UInt16>(pictures: heads.count, size: size, channels: 1)
        }
        let progress = ProgressLine("pixel", of: heads.count * size * size)
        var done = 0
        for (index, seed) in heads.enumerated() {
            let name = "The head of seed \(seed)"
            let head = try engine.head(
                name, mixing.recipe(seed: seed, configuration: configuration.generator),
                truncation: picture.truncation)
            try head.render(
                name, from: camera, size: size,
                placement: jitter ? .jittered(seed: seed) : .deterministic
            ) { run in
                colors.place(
                    auxiliary ? run.auxiliary : run.color, pixels: run.pixels, picture: index,
                    convert: UInt8.init(color:))
                let run =
                    configuration.generator.background.isPresent
                    ? run.withRestAt(camera.far) : run
                depths?.place(run.depth, pixels: run.pixels, picture: index) {
                    UInt16(depth: $0, near: camera.near, far: camera.far)
                }
                done += run.pixels.count
                progress.update(done)
            }
        }
        progress.finish()
        // The depths first: a picture that is there means that all is there.
        if let depths, let depthFile {
            try depthFile.makeParent()
            try GrayImage16(width: depths.width, height: depths.height, pixels: depths.samples)
                .writePNG(to: depthFile.url)
        }
        try file.makeParent()
        try Image(width: colors.width, height: colors.height, pixels: colors.samples)
            .writePNG(to: file.url)
    }

    /// A grid may not be larger than a single picture may.
    private static func checkSide(heads: Int, size: Int) throws {
        let columns = PictureSheet<UInt8>.columns(for: heads)
        guard columns * size <= PictureOptions.longestSide else {
            throw ToolError(
                "A grid of \(heads) heads of \(size) x \(size) pixels is \(columns * size) pixels "
                    + "wide, more than \(PictureOptions.longestSide); give a --size of at most "
                    + "\(PictureOptions.longestSide / columns) or fewer seeds.")
        }
    }
}
