import ArgumentParser
import CIPS3DTraining
import Foundation
import RunReports

/// Writes a page about one run of training, or about several side by side.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Writes an HTML page about runs of training.",
        discussion: """
            The page is one file that needs no network: curves, pictures, a table of the newest \
            numbers, and what differs between the runs, or from the nearest preset. Runs may be \
            training meanwhile; nothing but the page is written.

            EXAMPLE
              cips3d report runs/faces
              cips3d report runs
              cips3d report runs/faces runs/r1-low --out comparison.html
            """)

    @Argument(
        help: ArgumentHelp(
            "Folders that cips3d train wrote, or a folder with such folders in it.",
            valueName: "run"))
    var runs: [String]

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp(
            "The page, a .html. (default: report.html in the folder that is named)",
            valueName: "file"))
    var file: OutputFile?

    func validate() throws {
        guard !runs.contains("") else { throw ValidationError("A run is empty: name a folder.") }
        guard runs.count == 1 || file != nil else {
            throw ValidationError("--out is missing; a page about several runs needs a place.")
        }
        try file?.check("--out", endsIn: "html")
    }

    func run() throws {
        let folders = try runs.flatMap { try Self.folders(at: URL(fileURLWithPath: $0)) }
        // A place that is given is checked first, and one in a run once the run is known to be one.
        try file?.checkWritable()
        let report = try RunReport(folders: folders)
        let own = folders.count == 1 ? folders[0].url : URL(fileURLWithPath: runs[0])
        let page = file ?? OutputFile(url: own.appendingPathComponent("report.html"))
        if file == nil { try page.checkWritable() }
        try page.makeParent()
        try report.write(to: page.url)
        print(page.url.path)
    }

    /// The run at a path; or, where the path is none, the runs in it.
    private static func folders(at url: URL) throws -> [RunFolder] {
        let run = RunFolder(locating: url)
        let isThere = { (url: URL) in FileManager.default.fileExists(atPath: url.path) }
        guard !isThere(run.descriptionURL), !isThere(run.configurationURL) else { return [run] }
        let inside = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        let runs = inside.sorted().map { RunFolder(url: url.appendingPathComponent($0)) }
            .filter { isThere($0.descriptionURL) }
        return runs.isEmpty ? [run] : runs
    }
}
