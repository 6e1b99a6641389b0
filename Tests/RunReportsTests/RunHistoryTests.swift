import FileTesting
import Foundation
import RunReports
import Testing

@Suite("Reading stats.jsonl")
struct RunHistoryTests {
    private let folder: TemporaryFolder
    private var url: URL { folder.file("stats.jsonl") }

    init() throws { folder = try TemporaryFolder() }

    private func history(_ text: String) -> RunHistory { RunHistory(Data(text.utf8)) }

    @Test("a last line that is being written is passed over in silence")
    func cutShort() {
        let (first, second) = (SampleRun.line(1), SampleRun.line(2))
        for end in 0...second.count {
            let history = history(first + "\n" + second.prefix(end))
            #expect(history.records.map(\.step) == (end == second.count ? [25, 50] : [25]))
            #expect(history.brokenLines == 0)
        }
    }

    @Test("other lines that cannot be read are counted, and the rest is read")
    func broken() {
        let lines = [
            SampleRun.line(1), "{\"step\":2}", SampleRun.line(3, ["realLogit": "NaN"]), "", "\u{0}",
            SampleRun.line(4), "nothing", "",
        ]
        let history = history(lines.joined(separator: "\n"))
        #expect(history.records.map(\.step) == [25, 100])
        #expect(history.brokenLines == 4)
    }

    @Test("measures are read where there are some")
    func measures() {
        let history = history(
            SampleRun.line(1) + "\n"
                + SampleRun.line(2, measures: SampleRun.measures(distance: 40)) + "\n")
        #expect(history.records.map { $0.measures?.distance } == [nil, 40])
    }

    @Test("what holds nothing is refused with a sentence that says which way")
    func refusals() throws {
        let path = url.path
        #expect(throws: RunReportError.noStatistics(path)) { try RunHistory(contentsOf: url) }
        try Data("{\"kimg\"".utf8).write(to: url)
        #expect(throws: RunReportError.noLines(path)) { try RunHistory(contentsOf: url) }
        try Data("rubbish\nmore\n".utf8).write(to: url)
        #expect(throws: RunReportError.allLinesBroken(path)) { try RunHistory(contentsOf: url) }
        try FileManager.default.removeItem(at: url)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        #expect(throws: RunReportError.unreadable(path, reason: "it is not a file")) {
            try RunHistory(contentsOf: url)
        }
    }

    @Test("a pipe in place of the file does not stop the program")
    func pipe() throws {
        #expect(mkfifo(url.path, 0o600) == 0)
        #expect(throws: RunReportError.unreadable(url.path, reason: "it is not a file")) {
            try RunHistory(contentsOf: url)
        }
    }
}
