import ArgumentParser
import CIPS3DModel
import Foundation
import HeadPictures

/// Renders one head or a grid of heads as a picture.
struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Renders heads of a model as a picture.",
        discussion: """
            A seed is a head: the same seed of the same model gives the same head on every \
            machine; engines and instruction sets differ by rounding alone. Several seeds make a \
            grid, row by row; with several yaws each head has a row of its own.

            EXAMPLE
              cips3d render --model runs/faces --seed 7 --yaw 30 --out head.png
              cips3d render --model runs/faces --seeds 0-15,20 --psi 0.7 --out heads.png
              cips3d render --model runs/faces --seeds 0-3 --yaws -25,0,25 --out turns.png
              cips3d render --model runs/faces --seeds 0-15 --mix 9@16 --out mixed.png
              cips3d render --model runs/faces --seed 7 --transparent --out head.png
            """)

    @OptionGroup(title: "Model")
    var model: ModelOptions

    @OptionGroup(title: "Heads")
    var heads: HeadOptions

    @Option(
        name: .customLong("save-head"),
        help: ArgumentHelp(
            "Also writes the styles of the head, to be rendered again by --head: .safetensors or .json.",
            valueName: "file"))
    var headFile: OutputFile?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Turns the camera around the head, towards the head's left. (default: 0)",
            valueName: "degrees"))
    var yaw: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Several yaws, such as -25,0,25: a row for each head.", valueName: "list"))
    var yaws: CommaSeparated<Double>?

    @OptionGroup(title: "Camera")
    var view: ViewOptions

    @OptionGroup(title: "Picture")
    var picture: SizeOption

    @OptionGroup(title: "Picture")
    var paint: PaintingOptions

    @Option(
        name: .customLong("depth"),
        help: ArgumentHelp(
            "Also writes the depths: a .npy with float32 in scene units, or a .png of 16 bits, where 0 is the "
                + "near end of the rays and 65535 the far one.", valueName: "file"))
    var depthFile: OutputFile?

    @Option(
        help: ArgumentHelp(
            "Also writes the depths to look at, a .png: white is near.", valueName: "file"))
    var depthPreview: OutputFile?

    @Flag(
        help: """
            Moves the samples along the rays at random, as in training, by the head's seed; in the \
            same places by both engines. Without it they are always in the same places, so that \
            frames do not flicker.
            """)
    var jitter = false

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp(
            "The picture, a .png or .jpg; - is standard output, as PNG.", valueName: "file"))
    var file: OutputFile

    private var allYaws: [Double] { yaws?.values ?? [yaw ?? 0] }

    func validate() throws {
        guard yaw == nil || yaws == nil else {
            throw ValidationError("--yaw and --yaws exclude each other; leave one out.")
        }
        for yaw in allYaws { try yaw.check(yaws == nil ? "--yaw" : "--yaws", in: -360...360) }
        if !file.isStandardOutput {
            try file.check("--out", endsIn: "png", "jpg", "jpeg")
            guard !file.isJPEG || !paint.transparent else {
                throw ValidationError(
                    "--transparent needs transparency, which JPEG does not have; name a .png.")
            }
        }
        try depthFile?.check("--depth", endsIn: "png", "npy")
        try depthPreview?.check("--depth-preview", endsIn: "png")
        try headFile?.check("--save-head", endsIn: "safetensors", "json")
        let places = [file, depthFile, depthPreview, headFile].compactMap {
            $0?.url.standardizedFileURL
        }
        guard Set(places).count == places.count else {
            throw ValidationError(
                "--out and --depth, or two others, name the same file; name another one.")
        }
    }

    func run() throws {
        for place in [file, depthFile, depthPreview, headFile] { try place?.checkWritable() }
        let engine = try model.engine()
        let styles = try heads.styles(of: engine)
        guard headFile == nil || styles.count == 1 else {
            throw ToolError("--save-head writes one head, and there are \(styles.count); name one.")
        }
        let cameras = allYaws.map { view.camera($0, engine.configuration) }
        let columns =
            cameras.count > 1
            ? cameras.count : PictureSheet<UInt8>.columns(for: styles.count)
        try checkSides(pictures: styles.count * cameras.count, columns: columns)
        let sheets = try paintedSheets(engine, styles, cameras, columns: columns)
        try write(sheets, styles[0].styles, engine.configuration)
        if let remark = ViewOptions.remark(about: cameras, engine.configuration) {
            model.say(remark)
        }
        guard !file.isStandardOutput else { return }
        model.say("wrote \(file.path)")
        let first = heads.files.isEmpty ? "--seed \(heads.seeds?.seeds[0] ?? heads.seed ?? 0)" : ""
        model.say(
            "next: cips3d orbit --model \(model.folder.quotedForShell) \(first) --out head.mp4")
    }
}
