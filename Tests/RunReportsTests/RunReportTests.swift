import CIPS3DModel
import CIPS3DTraining
import FileTesting
import Foundation
import RunReports
import RunSettings
import Testing

@Suite("A page about runs")
struct RunReportTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A run with pictures, and with measures from its second line on.
    private func run(_ name: String, lines: Int = 12, isMeasured: Bool = true) throws -> SampleRun {
        let run = try SampleRun(folder.file(name))
        try run.write(
            (1...lines).map { index in
                let measures = SampleRun.measures(distance: 40 + abs(Double(index) - 5))
                return SampleRun.line(index, measures: isMeasured && index > 1 ? measures : nil)
            })
        try run.writePictures(images: [0, 4_000])
        return run
    }

    private func page(_ runs: SampleRun...) throws -> String {
        try RunReport(folders: runs.map(\.folder)).html(date: Date(timeIntervalSince1970: 0))
    }

    private func count(_ part: String, in page: String) -> Int {
        page.components(separatedBy: part).count - 1
    }

    @Test("it has every section, and a drawing for every chart")
    func sections() throws {
        let page = try page(run("a"))
        let ids = Markup(page).values(of: "id")
        #expect(
            ids == ["numbers", "distance", "heads", "training", "pictures", "settings"])
        // Distance, eight measures of heads, five of training.
        #expect(count("<figcaption>\n<h3>", in: page) == 14)
        #expect(count("role=\"img\"", in: page) == 14)
        #expect(!page.contains("No values."))
        #expect(count("<circle class=\"best ", in: page) == 1)
        for words in [
            "<title>Training run a</title>", "best 40 at 2 kimg", "40 at 2 kimg (N",
            "47 at 4.8 kimg (N", "portraits", "Crossing jump", "smooth turn", "0.125",
            "1970-01-01 00:00 UTC", "those of the preset faces-32", "<figcaption>4 kimg",
        ] {
            #expect(page.contains(words), "\(words)")
        }
        #expect(!page.contains("/somewhere"))
    }

    /// A run of six lines in stages of a size each, which have so many lines.
    private func staged(_ name: String, _ stages: [(size: Int, lines: Int)]) throws -> SampleRun {
        let run = try SampleRun(folder.file(name))
        let numbers = stages.enumerated().flatMap { index, stage in
            Array(
                repeating: ["stage": "\(index + 1)", "imageSize": "\(stage.size)"],
                count: stage.lines)
        }
        try run.write(numbers.enumerated().map { SampleRun.line($0 + 1, $1) })
        return run
    }

    @Test("curves are marked where stages begin, those of several runs where all agree")
    func stages() throws {
        let grown = try staged("grown", [(32, 2), (64, 4)])
        let page = try page(grown)
        let drawings = count("role=\"img\"", in: page)
        #expect(drawings > 0)
        #expect(count(">32x32</text>", in: page) == drawings)
        #expect(count(">64x64</text>", in: page) == drawings)
        // Behind the second of six lines: a third of the way from the axis to the right.
        let places = page.matches(of: /class="stage" d="M([0-9.]+)/).compactMap { Double($0.1) }
        #expect(places.count == 2 * drawings)
        for (first, second) in zip(places, places.dropFirst()).enumerated()
            .filter({ $0.offset.isMultiple(of: 2) }).map(\.element)
        {
            // A tenth of a pixel each; the axis ends at 456.
            #expect(abs((second - first) / (456 - first) - 1 / 3) < 0.01)
        }
        #expect(!(try self.page(staged("one", [(32, 6)])).contains("class=\"stage\"")))
        let same = try staged("same", [(32, 2), (64, 4)])
        #expect(try self.page(grown, same).contains(">64x64</text>"))
        let other = try staged("other", [(32, 3), (64, 3)])
        #expect(!(try self.page(grown, other).contains("class=\"stage\"")))
    }

    @Test("it is one file: nothing is loaded, and no script is in it")
    func selfContained() throws {
        let page = try page(run("a"), run("b", isMeasured: false))
        let markup = Markup(page)
        #expect(markup.values(of: "src").count == 6)
        #expect(markup.values(of: "src").allSatisfy { $0.hasPrefix("data:image/png;base64,") })
        #expect(markup.values(of: "href").allSatisfy { $0.hasPrefix("#") })
        for words in ["http://", "https://", "url(", "@import", "<script", "<link", "<iframe"] {
            #expect(!page.contains(words), "\(words)")
        }
        // What opens is closed, so that drawings do not swallow what follows.
        for name in ["svg", "figure", "section", "table", "tr", "text", "circle"] {
            let opened = markup.tags.filter { $0.name == name }.count
            let selfClosed =
                name == "circle" ? count("\"/>", in: page) - count("<path", in: page) : 0
            #expect(opened == count("</\(name)>", in: page) + selfClosed, "\(name)")
        }
    }

    @Test("what files say stays text, wherever it stands")
    func escaping() throws {
        let plain = Markup(try page(run("a"), run("b")))
        let attack = "\"\u{301} onload=alert(1) x='<img src=x onerror=alert(2)>"
        let hostile = try SampleRun(
            folder.file("<script>alert(3)<" + attack), data: "/<b>/<script>alert(4)<x>",
            device: "</td>" + attack, versions: ["<i>": "{{title}}{{{style}}}", attack: "&lt;"])
        try hostile.write(
            (1...12).map { index in
                SampleRun.line(index, measures: SampleRun.measures(distance: 40))
            })
        try hostile.writePictures(images: [0])
        let html = try page(hostile, run("c"))
        let found = Markup(html)
        let names = { (markup: Markup) in Set(markup.tags.map(\.name)) }
        let attributes = { (markup: Markup) in Set(markup.tags.flatMap(\.attributes.keys)) }
        #expect(names(found).subtracting(names(plain)).isEmpty)
        #expect(attributes(found).subtracting(attributes(plain)).isEmpty)
        // In the heading, the window's title, tables, legends and points of curves.
        #expect(count("&lt;script&gt;alert(3)&lt;", in: html) > 20)
        #expect(html.contains("&lt;i&gt; {{title}}{{{style}}}"))
    }

    @Test("several runs are lines of different looks, under names that differ")
    func several() throws {
        var other = Configuration.faces32
        other.training.r1Weight = 1
        let runs = try [
            run("x/one"), run("y/one"), SampleRun(folder.file("two"), configuration: other),
        ]
        try runs[2].write([SampleRun.line(1), SampleRun.line(2)])
        let page = try page(runs[0], runs[1], runs[2])
        #expect(page.contains("<title>Training runs x/one, y/one, two</title>"))
        for look in ["c0 d0", "c1 d1", "c2 d2"] {
            #expect(page.contains("<path class=\"line \(look)\""), "\(look)")
        }
        // A chart for each quantity: one more each for losses, logits and gradient norms.
        #expect(count("role=\"img\"", in: page) == 17)
        #expect(page.contains("Not measured: two."))
        #expect(count("It has no pictures yet.", in: page) == 1)
        let usual = NumberText.short(Configuration.faces32.training.r1Weight)
        #expect(
            page.contains(
                "<code>training.r1Weight</code></th><td>\(usual)</td><td>\(usual)</td><td>1</td>"))
        #expect(count("<code>", in: page) == 1)
    }

    @Test("without measures a line says why there are no such charts")
    func unmeasured() throws {
        let page = try page(run("a", isMeasured: false))
        #expect(page.contains("No line of stats.jsonl has measures"))
        #expect(!page.contains("Relief"))
        #expect(count("role=\"img\"", in: page) == 5)
    }

    @Test("measures without a distance, and of different numbers of images, are explained")
    func distances() throws {
        let run = try SampleRun(folder.file("a"))
        let lines = { (measures: [String]) in
            measures.enumerated().map { SampleRun.line($0.offset + 1, measures: $0.element) }
        }
        try run.write(lines([SampleRun.measures(distance: nil)]))
        #expect(try page(run).contains("there were no weights for its features"))
        try run.write(
            lines([
                SampleRun.measures(distance: 50, images: 512),
                SampleRun.measures(distance: nil), SampleRun.measures(distance: 30, images: 2_048),
            ]))
        let page = try page(run)
        #expect(page.contains("(512, 2048), which cannot be compared"))
        // A gap: two pieces of the only curve.
        let drawing = page.components(separatedBy: "aria-label=\"Distance to")[1]
            .components(separatedBy: "</svg>")[0]
        #expect(count("<path class=\"line", in: drawing) == 2)
    }

    @Test("steps without R1 do not tear its curve; no step with it leaves no chart")
    func penalty() throws {
        let run = try SampleRun(folder.file("a"))
        try run.write((1...3).map { SampleRun.line($0, ["r1Penalty": "null"]) })
        #expect(try !page(run).contains("R1 penalty"))
        try run.write((1...9).map { SampleRun.line($0, $0 == 4 ? ["r1Penalty": "null"] : [:]) })
        let page = try page(run)
        let drawing = page.components(separatedBy: "aria-label=\"R1 penalty")[1]
            .components(separatedBy: "</svg>")[0]
        #expect(count("<path class=\"line", in: drawing) == 1)
    }

    @Test("a long run makes a small page, and the page says what was done")
    func long() throws {
        let run = try SampleRun(folder.file("a"))
        try run.write((1...20_000).map { SampleRun.line($0) })
        let page = try page(run)
        // Eight curves of 200 points; a point takes about 150 bytes.
        #expect(page.utf8.count < 400_000)
        #expect(count("<circle class=\"t ", in: page) == 8 * CurvePieces.mostPoints)
        #expect(page.contains("at most 200 bins"))
        #expect(page.contains("class=\"band c0 d0\""))
    }

    @Test("broken lines are counted; numbers that no run has do no harm")
    func broken() throws {
        let run = try SampleRun(folder.file("a"))
        try run.write(
            [
                SampleRun.line(1, ["kimg": "-1e99", "seconds": "-5"]), "rubbish",
                SampleRun.line(2, ["kimg": "1e300", "realLogit": "1e299"]), SampleRun.line(3),
                SampleRun.line(4, ["generatorLoss": "1e99", "seconds": "1e300", "step": "-1"]),
            ], ending: "\n{\"ki")
        let page = try page(run)
        #expect(page.contains("a: 1 line of stats.jsonl cannot be read and is left out."))
        #expect(!page.contains("nan") && !page.contains("inf\""))
    }

    @Test("nothing that is no run becomes a page")
    func refusals() throws {
        let missing = RunFolder(url: folder.file("missing"))
        #expect(throws: RunReportError.noFolder(missing.url.path)) {
            try RunReport(folders: [missing])
        }
        try Data().write(to: folder.file("file"))
        let file = RunFolder(url: folder.file("file"))
        #expect(throws: RunReportError.notAFolder(file.url.path)) {
            try RunReport(folders: [file])
        }
        #expect(throws: RunFolderError.noRun(folder.url.path)) {
            try RunReport(folders: [RunFolder(url: folder.url)])
        }
        let run = try run("a").folder
        let link = folder.file("link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: run.url)
        #expect(throws: RunReportError.namedTwice(link.path)) {
            try RunReport(folders: [run, RunFolder(url: link)])
        }
    }

    @Test("a page takes the place of an older one, and the run stays as it was")
    func writing() throws {
        let run = try run("a")
        let files = { try FileManager.default.subpathsOfDirectory(atPath: run.folder.url.path) }
        let before = try files().sorted()
        let page = run.folder.url.appendingPathComponent("report.html")
        for _ in 0..<2 { try RunReport(folders: [run.folder]).write(to: page) }
        #expect(try files().sorted() == (before + ["report.html"]).sorted())
        #expect(try String(contentsOf: page, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
    }
}
