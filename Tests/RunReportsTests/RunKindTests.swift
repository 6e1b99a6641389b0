import CIPS3DModel
import CIPS3DTraining
import FileTesting
import Foundation
import RunReports
import RunSettings
import Testing

@Suite("What a page says of runs of different kinds")
struct RunKindTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(
        _ name: String, _ kind: DiscriminatorConfiguration.Kind, weight: Double? = 1,
        lines: [String: String] = [:], _ change: (inout Configuration) -> Void = { _ in }
    ) throws -> SampleRun {
        var configuration = Configuration.faces32
        configuration.discriminator.kind = kind
        configuration.discriminator.usesAuxiliary = weight != nil
        configuration.discriminator.projected.auxiliaryWeight = weight ?? 1
        configuration.discriminator.projected.momentWeight = 0
        (configuration.training.r1Weight, configuration.training.viewWeight) = (1, 0)
        change(&configuration)
        let run = try SampleRun(folder.file(name), configuration: configuration)
        try run.write((1...3).map { SampleRun.line($0, lines) })
        return run
    }

    private func page(_ runs: SampleRun...) throws -> String {
        try RunReport(folders: runs.map(\.folder)).html(date: Date(timeIntervalSince1970: 0))
    }

    @Test(
        "losses are explained by what discriminators minimise",
        arguments: [
            (.styleGAN2, 1.0, "1.39 (2 ln 2)"), (.styleGAN2, nil, "1.39 (2 ln 2)"),
            (.projected, 1, "4 (hinge loss, 2 for each judge)"),
            (.projected, 0.3, "2.6 (hinge loss, 2 and 0.3 times 2)"),
            (.projected, 0, "2 (hinge loss)"), (.projected, nil, "2 (hinge loss)"),
        ] as [(DiscriminatorConfiguration.Kind, Double?, String)])
    func losses(
        _ kind: DiscriminatorConfiguration.Kind, _ weight: Double?, _ level: String
    ) throws {
        let page = try page(run("a", kind, weight: weight))
        #expect(page.contains("Discriminators near \(level) cannot tell generated heads"))
        #expect(page.contains("\(level) where they cannot tell"))
        // R1 is StyleGAN2's alone.
        #expect(page.contains("Penalties come on top.") == (kind == .styleGAN2))
        #expect(!page.contains("cannot be compared"))
    }

    @Test("runs of several kinds have their levels each, and their losses cannot be compared")
    func several() throws {
        let page = try page(
            run("a", .styleGAN2), run("b", .projected), run("c", .styleGAN2))
        let judges = "1.39 (2 ln 2) in a, c or 4 (hinge loss, 2 for each judge) in b"
        #expect(page.contains("Discriminators near \(judges) cannot tell"))
        #expect(page.contains("Near 0.69 (ln 2) in a, c or 0 (hinge loss) in b the discriminators"))
        #expect(page.contains("Losses of different kinds cannot be compared."))
    }

    @Test("penalties are said to be on top of the losses that they are part of")
    func penalties() throws {
        let plain = try run("plain", .projected)
        let moments = try run("moments", .projected) {
            $0.discriminator.projected.momentWeight = 1
        }
        let page = try page(plain, moments)
        // Moments are the generator's alone.
        #expect(page.contains("means that they win. Penalties come on top."))
        #expect(!page.contains("running away. Penalties"))
        let copy = try run("copy", .projected)
        #expect(try !self.page(plain, copy).contains("Penalties come on top."))
    }

    @Test("the view penalty has a chart and rows where a run has it")
    func viewPenalty() throws {
        let penalties = ["discriminatorViewPenalty": "0.02", "generatorViewPenalty": "0.03"]
        let plain = try run("plain", .projected)
        let looked = try run("looked", .projected, lines: penalties) { $0.training.viewWeight = 1 }
        #expect(try !page(plain).contains("View penalty"))
        let page = try page(looked)
        #expect(page.contains("<h3>View penalty</h3>"))
        #expect(page.contains("View penalty of the generator"))
        #expect(page.contains("always saying “from the front”</text>"))
        #expect(page.contains("Penalties come on top."))
        let both = try self.page(plain, looked)
        #expect(both.contains("<h3>View penalty, generator</h3>"))
        #expect(both.contains("no values"))
    }

    @Test("the view penalty of always saying “from the front” is the mean over training's views")
    func frontal() throws {
        let sample = try run("a", .projected) { configuration in
            configuration.training.viewWeight = 4
            // 0.1 and 0.2 radians.
            (configuration.camera.yawDeviation, configuration.camera.pitchDeviation) = (
                18 / .pi, 36 / .pi
            )
        }
        let run = try ReportedRun(sample.folder, name: "a", pictureBudget: 0)
        let penalty = try #require(UndecidedLevels([run]).viewPenalty)
        // 4 times the mean of 0.1² / 2 and 0.2² / 2, within rounding.
        #expect(abs(penalty - 0.05) < 1e-12)
    }
}
