import ArgumentParser
import CIPS3DModel
import Foundation
import ImageFiles
import ImageInspection
import ImageReading
import RunSettings

/// Looks at photographs before anybody trains on them.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data",
        abstract: "Inspects a folder or zip of photographs, and says what to do before training.",
        discussion: """
            Every image is read: formats, sizes, duplicates, colour, brightness, contrast. Brightness \
            and contrast are those of the middle square, which is what training sees. Near \
            duplicates are found by a difference hash and confirmed by the correlation of small \
            grey thumbnails. The end is 0 where images could be read, whatever there is to mend.

            EXAMPLE
              cips3d data photos.zip
              cips3d data photos --size 32 --sheet sheet.png --json data.json
            """)

    @Argument(
        help: ArgumentHelp(
            "Folder (searched recursively) or zip of images: \(ImageFormat.list).",
            valueName: "path"))
    var path: String

    @Option(
        name: .customLong("sheet"),
        help: ArgumentHelp(
            "Also writes a contact sheet: images from the whole collection, and below them the "
                + "suspects in coloured frames; a .png.", valueName: "file"))
    var sheetFile: OutputFile?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Pixels on a side that training would see.", valueName: "n"))
    var size = 64

    @OptionGroup var decoding: DecodingOptions

    @Option(
        name: .customLong("json"),
        help: ArgumentHelp(
            "Also writes all facts, with the names of all images that are meant; a .json.",
            valueName: "file"))
    var jsonFile: OutputFile?

    func validate() throws {
        // What an unset variable of a shell leaves; as a path it would be the present folder.
        guard !path.isEmpty else { throw ValidationError("The path is empty; name one.") }
        let allowed = 8...TrainingConfiguration.largestImageSize
        guard allowed.contains(size), size.nonzeroBitCount == 1 else {
            throw ValidationError(
                "--size is \(size); it has to be a power of two from \(allowed.lowerBound) to "
                    + "\(allowed.upperBound).")
        }
        try sheetFile?.check("--sheet", endsIn: "png")
        try jsonFile?.check("--json", endsIn: "json")
    }

    func run() throws {
        try sheetFile?.checkWritable()
        try jsonFile?.checkWritable()
        try refuseSheetAmongImages()
        let collection = try ImageCollection(path: path, budget: decoding.budget)
        let progress = ProgressLine("image", of: collection.count)
        let inspection = CollectionInspection(of: collection, trainingSize: size) {
            progress.update($0)
        }
        progress.finish()
        let report = DataReport(inspection)
        report.lines.forEach { print($0) }
        try jsonFile?.writeJSON(inspection)
        guard inspection.readable > 0 else {
            throw ToolError(
                "\(collection.path): none of \(inspection.found) images can be read; replace them.")
        }
        if let sheetFile {
            let sheet = ContactSheet(of: inspection, in: collection)
            try sheetFile.makeParent()
            try sheet.image.writePNG(to: sheetFile.url)
            print("")
            report.lines(about: sheet, in: sheetFile.url.relativePath).forEach { print($0) }
        }
        print("")
        report.closing(names: jsonFile == nil).forEach { print($0) }
    }

    /// A sheet in the folder would be trained on.
    private func refuseSheetAmongImages() throws {
        guard let sheetFile else { return }
        let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().pathComponents
        let parent = sheetFile.url.deletingLastPathComponent().resolvingSymlinksInPath()
        guard !parent.pathComponents.starts(with: folder) else {
            throw ToolError(
                "\(sheetFile.url.relativePath) lies in \(path), where it would be taken for a "
                    + "photograph; name a file outside.")
        }
    }
}
