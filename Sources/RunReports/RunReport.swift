import AtomicFiles
import CIPS3DModel
import CIPS3DTraining
import Foundation

/// A page about a run of training, or about several side by side.
///
/// The page is one file that needs nothing else: curves are drawings within it, and so are
/// pictures. Runs are only read, without a lock, so that they may be training meanwhile.
public struct RunReport: Sendable {
    /// Bytes that the picture files of all runs together may have.
    private static let pictureBudget = 24 << 20

    /// At least one.
    let runs: [ReportedRun]

    /// Reads runs.
    ///
    /// - Parameter folders: At least one.
    /// - Throws: ``RunReportError``, `RunFolderError` or `ConfigurationError`: a sentence about
    ///   what is missing or broken.
    public init(folders: [RunFolder]) throws {
        precondition(!folders.isEmpty, "a page about no runs")
        var seen = Set<String>()
        for folder in folders {
            let path = folder.url.resolvingSymlinksInPath().standardizedFileURL.path
            guard seen.insert(path).inserted else {
                throw RunReportError.namedTwice(folder.url.path)
            }
        }
        let names = RunNames.names(of: folders.map(\.url))
        runs = try zip(folders, names).map { folder, name in
            try ReportedRun(
                folder, name: name, pictureBudget: Self.pictureBudget / folders.count)
        }
    }

    /// The page.
    ///
    /// - Parameter date: When it is made.
    /// - Returns: HTML.
    public func html(date: Date = Date()) -> String {
        PageTemplate.compiled.render(page(date: date))
    }

    /// Writes the page, whole or not at all.
    ///
    /// - Parameter url: The file.
    /// - Throws: `AtomicFileError` where the system refuses; an older file then stays.
    public func write(to url: URL) throws {
        try AtomicFile.write(Data(html().utf8), to: url)
    }

    private func page(date: Date) -> Page {
        let names = runs.map(\.name)
        let made = ISO8601DateFormatter().string(from: date)
        return Page(
            title: "Training " + (runs.count == 1 ? "run " : "runs ")
                + names.joined(separator: ", "),
            summaries: runs.map(\.summary), notes: notes, style: PageStyle.text, columns: names,
            isSingle: runs.count == 1,
            groups: groups, sections: measuresSections + [trainingSection],
            galleries: runs.map(\.gallery), settings: settings,
            made: "Made \(DateText.readable(made)) by cips3d \(PackageVersion.current).")
    }
}
