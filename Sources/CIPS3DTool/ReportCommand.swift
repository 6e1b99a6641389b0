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
              cips3d report runs/faces runs/r1-low --out comparison.html
            """)

    @Argument(help: ArgumentHelp("Folders that cips3d train wrote.", valueName: "run"))
    var runs: [String]

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp(
            "The page, a .html. (default: report.html in the folder of a single run)",
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
        let folders = runs.map { RunFolder(url: URL(fileURLWithPath: $0)) }
        // A place that is given is checked first, and one in a run once the run is known to be one.
        try file?.checkWritable()
        let report = try RunReport(folders: folders)
        let page = file ?? OutputFile(url: folders[0].url.appendingPathComponent("report.html"))
        if file == nil { try page.checkWritable() }
        try report.write(to: page.url)
        print(page.url.path)
    }
}
