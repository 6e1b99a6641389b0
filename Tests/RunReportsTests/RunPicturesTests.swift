import CIPS3DTraining
import FileTesting
import Foundation
import RunReports
import Testing

@Suite("Pictures of a run")
struct RunPicturesTests {
    private let folder: TemporaryFolder
    private let run: SampleRun

    init() throws {
        folder = try TemporaryFolder()
        run = try SampleRun(folder.file("run"))
    }

    private func pictures(budget: Int = .max) -> RunPictures {
        RunPictures(run.folder, budget: budget)
    }

    @Test("of many places a few are chosen, the first and the last among them, evenly")
    func choice() {
        for count in 1...40 {
            for most in 2...10 {
                let chosen = RunPictures.evenlyChosen(most, of: count)
                #expect(chosen.count == min(most, count))
                #expect(chosen.first == 0 && chosen.last == count - 1)
                let steps = zip(chosen.dropFirst(), chosen).map(-)
                #expect((steps.max() ?? 1) - (steps.min() ?? 1) <= 1, "\(chosen)")
            }
        }
        #expect(RunPictures.evenlyChosen(1, of: 5) == [4])
        #expect(RunPictures.evenlyChosen(3, of: 0).isEmpty)
    }

    @Test("grids are in the order of images, and other files are no grids")
    func grids() throws {
        try run.writePictures(images: (0..<20).map { $0 * 700 }.shuffled())
        for name in ["fakes-x.png", ".fakes-000001.000.png.1", "fakes-000001.000.png.bak"] {
            try SampleRun.png.write(to: run.folder.url.appendingPathComponent(name))
        }
        let pictures = pictures()
        #expect(pictures.grids.count == RunPictures.mostGrids)
        #expect(pictures.grids.map(\.kimg) == pictures.grids.map(\.kimg).sorted())
        #expect(pictures.grids.first?.kimg == 0 && pictures.grids.last?.kimg == 13.3)
        #expect(pictures.notes.isEmpty)
        let reals = try #require(pictures.reals)
        #expect(reals.width == 1 && reals.height == 1)
        #expect(reals.source == "data:image/png;base64," + SampleRun.png.base64EncodedString())
    }

    @Test("a file that is too large, or no PNG, is left out with a note")
    func leftOut() throws {
        try run.writePictures(images: [0, 1_000])
        let large = SampleRun.png + Data(count: EmbeddedPicture.largestFile)
        try large.write(to: run.folder.fakesURL(images: 500))
        try Data("no picture".utf8).write(to: run.folder.realsURL)
        let pictures = pictures()
        #expect(pictures.grids.map(\.kimg) == [0, 1])
        #expect(pictures.reals == nil)
        try #require(pictures.notes.count == 2)
        #expect(pictures.notes[0].hasPrefix("fakes-000000.500.png is left out: it has 6 MiB"))
        #expect(pictures.notes[1] == "reals.png is left out: it cannot be read as PNG.")
    }

    @Test("all files together stay within the budget, the last grid longest")
    func budget() throws {
        try run.writePictures(images: (0..<8).map { $0 * 1_000 })
        let size = SampleRun.png.count
        let some = pictures(budget: 3 * size)
        #expect(some.grids.map(\.kimg) == [0, 4, 7])
        #expect(some.reals == nil && some.notes.count == 2)
        #expect(pictures(budget: size).grids.map(\.kimg) == [7])
        #expect(pictures(budget: size - 1).grids.isEmpty)
    }
}
