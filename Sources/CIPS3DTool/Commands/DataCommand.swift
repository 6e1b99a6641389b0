import ArgumentParser
import CIPS3DModel
import Foundation
import ImageFiles
import ImageInspection
import ImageReading
import RunSettings
import ZipFiles

/// Looks at photographs before anybody trains on them.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data",
        abstract: "Inspects a folder or zip of photographs, and says what to do before training.",
        usage: "cips3d data [<options>] <path>",
        discussion: """
            Every image is read: formats, sizes, duplicates, colour, brightness, contrast. Brightness \
            and contrast are those of the middle square, which is what training sees. Near \
            duplicates are found by a difference hash and confirmed by the correlation of small \
            grey thumbnails. The end is 0 where images could be read, whatever there is to mend.

            EXAMPLE
              cips3d data photos.zip
              cips3d data photos --size 32 --sheet sheet.png --json data.json
              cips3d data photos --out clean.zip
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

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp(
            "Also writes the images, as they are, without those that cannot be read, are blank or "
                + "copies of others, of which the best stays; a .zip.", valueName: "file"))
    var cleanFile: OutputFile?

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
        try cleanFile?.check("--out", endsIn: "zip")
    }

    func run() throws {
        try sheetFile?.checkWritable()
        try jsonFile?.checkWritable()
        try cleanFile?.checkWritable()
        try refuseAmongImages()
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
        if let cleanFile {
            try write(collection, without: Cleaning(inspection), to: cleanFile)
                .forEach { print($0) }
        } else {
            report.closing(names: jsonFile == nil).forEach { print($0) }
        }
    }

    /// Writes the images that stay, and says which do not.
    private func write(
        _ collection: ImageCollection, without cleaning: Cleaning, to file: OutputFile
    ) throws -> [String] {
        let clean = try collection.excluding(cleaning.names)
        try file.makeParent()
        let progress = ProgressLine("image", of: clean.count)
        defer { progress.finish() }
        try ZipWriter(path: file.url.path).write((0..<clean.count).map(clean.name)) { index in
            progress.update(index)
            return try clean.data(at: index)
        }
        let counts = cleaning.leftOut.filter { !$0.names.isEmpty }
            .map { $0.reason.counted($0.names.count) }
        return [
            "wrote \(file.path): \(clean.count) of \(collection.count) images, "
                + (counts.isEmpty
                    ? "nothing left out" : "left out: \(counts.joined(separator: ", "))"),
            "next: cips3d data \(file.path.quotedForShell)",
        ]
    }

    /// A sheet in the folder would be trained on; an archive cannot be written over while it is read.
    private func refuseAmongImages() throws {
        let source = URL(fileURLWithPath: path).resolvingSymlinksInPath().pathComponents
        for file in [sheetFile, cleanFile].compactMap(\.self) {
            // A file that is not there yet has no links to follow; its folder has.
            let place = file.url.deletingLastPathComponent().resolvingSymlinksInPath()
                .appendingPathComponent(file.url.lastPathComponent).pathComponents
            guard !place.starts(with: source) else {
                throw ToolError(
                    "\(file.url.relativePath) lies in \(path), whose images are read; name a file outside."
                )
            }
        }
    }
}
