import CIPS3DModel
import CIPS3DTraining
import FileTesting
import Foundation
import RunReports
import RunSettings
import Testing

@Suite("Networks that measured runs on a page")
struct RunComparisonTests {
    private static let flattery = "the network that judged it in training, which flatters it"

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A run whose lines all have measures.
    private func run(
        _ name: String, kind: DiscriminatorConfiguration.Kind = .styleGAN2, _ measures: [String]
    ) throws -> SampleRun {
        var configuration = Configuration.faces32
        configuration.discriminator.kind = kind
        let run = try SampleRun(folder.file(name), configuration: configuration)
        try run.write(
            measures.enumerated().map { SampleRun.line($0.offset + 1, measures: $0.element) })
        return run
    }

    private func page(_ runs: SampleRun...) throws -> String {
        try RunReport(folders: runs.map(\.folder)).html(date: Date(timeIntervalSince1970: 0))
    }

    private func count(_ part: String, in text: String) -> Int {
        text.components(separatedBy: part).count - 1
    }

    /// Captions, legend and drawing under a title.
    private func figure(_ title: String, in page: String) throws -> String {
        let all = page.components(separatedBy: "<figure>")
        return try #require(all.first { $0.contains("<h3>\(title)</h3>") }, "no \(title)")
    }

    @Test("a run's network is named where its distance is, and was another one in earlier versions")
    func names() throws {
        let old = try page(run("old", [SampleRun.measures(distance: 40)]))
        #expect(old.contains("(N\u{A0}=\u{A0}512) over efficientnet-lite0."))
        #expect(old.contains("<h3>Distance to the photographs, efficientnet-lite0</h3>"))
        let new = try page(run("new", [SampleRun.measures(distance: 40, network: "mobilenet-v2")]))
        #expect(new.contains("(N\u{A0}=\u{A0}512) over mobilenet-v2."))
        #expect(new.contains("<h3>Distance to the photographs, mobilenet-v2</h3>"))
        #expect(!new.contains("efficientnet") && !(old + new).contains(Self.flattery))
        let hostile = try page(run("x", [SampleRun.measures(distance: 40, network: "<i>'")]))
        #expect(!hostile.contains("<i>") && hostile.contains("over &lt;i&gt;&#39;."))
    }

    @Test("a network that also judged the run is said to flatter it, at every place of its numbers")
    func flattery() throws {
        let measures = [SampleRun.measures(distance: 30, network: "efficientnet-lite0")]
        let flattered = try page(run("a", kind: .projected, measures))
        for title in ["Distance to the photographs", "Precision", "Recall"] {
            let figure = try figure("\(title), efficientnet-lite0", in: flattered)
            #expect(figure.contains("over \(Self.flattery)"), "\(title)")
        }
        // Where the run stands, and the row of the network.
        #expect(flattered.contains("over efficientnet-lite0, \(Self.flattery)."))
        #expect(flattered.contains("<td>efficientnet-lite0, \(Self.flattery)</td>"))
        #expect(try !page(run("b", kind: .styleGAN2, measures)).contains(Self.flattery))
        let others = [SampleRun.measures(distance: 30, network: "mobilenet-v2")]
        #expect(try !page(run("c", kind: .projected, others)).contains(Self.flattery))
    }

    @Test("the best of several runs is marked where they were measured alike, and nowhere else")
    func bests() throws {
        let mobile = SampleRun.measures(distance: 40, network: "mobilenet-v2")
        let better = SampleRun.measures(distance: 30, network: "mobilenet-v2", recall: 0.25)
        let efficient = SampleRun.measures(distance: 30, network: "efficientnet-lite0", recall: 0.5)
        let far = SampleRun.measures(distance: 70, network: "efficientnet-lite0")
        let mark = "<td class=\"best\""
        let alike = try page(run("a", [mobile]), run("b", [better]))
        // The lowest distance and the highest recall; all else is equal.
        #expect(count(mark, in: alike) == 2)
        #expect(alike.contains("\(mark)>30 at 0.4 kimg") && alike.contains("\(mark)>0.25<"))
        let unlike = try page(run("c", [mobile]), run("d", [efficient]))
        #expect(count(mark, in: unlike) == 0)
        #expect(
            unlike.contains(
                "different networks (efficientnet-lite0, mobilenet-v2), whose numbers cannot be"))
        for network in ["efficientnet-lite0", "mobilenet-v2"] {
            let figure = try figure("Distance to the photographs, \(network)", in: unlike)
            // Each run is in the chart of its own network.
            #expect(count("no values", in: figure) == 1)
            #expect(count("<circle class=\"best ", in: figure) == 1)
        }
        // One of them was judged by that network.
        let flattered = try page(run("e", kind: .projected, [efficient]), run("f", [far]))
        #expect(count(mark, in: flattered) == 0)
    }

    @Test("a run that changed its network has the best since, as best/ does")
    func changed() throws {
        let page = try page(
            run(
                "a",
                [
                    SampleRun.measures(distance: 30),
                    SampleRun.measures(distance: 50, network: "mobilenet-v2"),
                    SampleRun.measures(distance: 60, network: "mobilenet-v2"),
                ]))
        #expect(page.contains("Its best distance is 50 at 0.8 kimg"))
        #expect(page.contains("What is compared changed within a; the best is the lowest since."))
        #expect(count("<circle class=\"best ", in: page) == 1)
        #expect(!page.contains("best 30"))
        let old = try figure("Distance to the photographs, efficientnet-lite0", in: page)
        let new = try figure("Distance to the photographs, mobilenet-v2", in: page)
        #expect(count("<circle class=\"t ", in: old) == 1)
        #expect(count("<circle class=\"t ", in: new) == 2)
    }

    @Test("what only newer lines measure has a chart of these, with a line to hold it against")
    func newer() throws {
        let (old, new) = (
            SampleRun.measures(distance: 40),
            SampleRun.measures(distance: 40, network: "mobilenet-v2")
        )
        let titles = [
            "Precision, mobilenet-v2": "two halves of photographs, about",
            "Recall, mobilenet-v2": "two halves of photographs, about",
            "Prominence": "hollow below", "Relative diversity": "few kinds of faces below",
        ]
        let before = try page(run("old", [old, old]))
        for title in ["Precision", "Recall", "Prominence", "Relative"] {
            #expect(!before.contains("<h3>\(title)"), "\(title)")
        }
        #expect(!before.contains("No values."))
        let page = try page(run("new", [old, new, new]))
        for (title, reference) in titles {
            let figure = try figure(title, in: page)
            #expect(count("<circle class=\"t ", in: figure) == 2, "\(title)")
            #expect(figure.contains(">\(reference)</text>"), "\(title)")
        }
        // The last line's: 0.125 by 0.2, and a hollow face.
        #expect(page.contains("<td>0.625</td>") && page.contains("<td>-0.0625</td>"))
        // Diversity itself is known of all lines.
        #expect(try count("<circle class=\"t ", in: figure("Diversity", in: page)) == 3)
    }
}
