import CIPS3DModel
import HeadPictures
import Testing

@Suite("Looking at pixels whether they can be shown")
struct PictureCheckTests {
    /// A picture of 16 pixels that differ, in runs of 4.
    private var runs: [RenderedPixels] {
        (0..<4).map { run in
            let pixels = 4 * run..<4 * run + 4
            return RenderedPixels(
                pixels: pixels, color: (0..<12).map { Float(12 * run + $0) / 48 },
                auxiliary: .init(repeating: 0.5, count: 12), depth: .init(repeating: 1, count: 4),
                opacity: .init(repeating: 0.9, count: 4))
        }
    }

    private func verdict(
        _ runs: some Sequence<RenderedPixels>, _ change: (inout RenderedPixels) -> Void = { _ in }
    ) -> PictureCheck.Verdict {
        var check = PictureCheck()
        for var run in runs {
            change(&run)
            check.look(at: run)
        }
        return check.verdict
    }

    @Test("a picture can be shown, whatever the order of its runs, and so can nothing at all")
    func showable() {
        #expect(verdict(runs) == .showable)
        #expect(verdict(runs.reversed()) == .showable)
        #expect(verdict([]) == .showable)
    }

    @Test("the first pixel with a number that is not finite is found in every array")
    func notFinite() {
        for number in [Float.nan, .infinity, -.infinity] {
            let changes: [(inout RenderedPixels) -> Void] = [
                { $0.color[5] = number }, { $0.auxiliary[4] = number }, { $0.depth[1] = number },
                { $0.opacity[1] = number },
            ]
            for change in changes {
                #expect(verdict(runs.reversed(), change) == .notFinite(pixel: 1))
            }
        }
    }

    @Test("rays that meet nothing are told, but not those of four corners")
    func noHead() {
        let emptied: (inout RenderedPixels) -> Void = { $0.opacity = $0.opacity.map { _ in 1e-3 } }
        #expect(verdict(runs, emptied) == .noHead)
        #expect(verdict(runs.prefix(1), emptied) == .showable)
        #expect(verdict(runs) { $0.opacity[3] = $0.pixels.contains(15) ? 0.01 : 0 } == .showable)
    }

    @Test("one colour is told, but not where it is an end of the scale")
    func oneColor() {
        let painted = { (color: [Float]) in
            { (run: inout RenderedPixels) in
                run.color = [color, color, color, color].flatMap(\.self)
            }
        }
        #expect(verdict(runs, painted([0, 0, 0])) == .oneColor)
        #expect(verdict(runs, painted([-1, 1, 0.5])) == .oneColor)
        #expect(verdict(runs, painted([-1, -1, -1])) == .showable)
        #expect(verdict(runs, painted([1, -1, 1])) == .showable)
        // What a tanh of -8 is in single precision.
        #expect(verdict(runs, painted([-0.999_999_76, -0.999_999_76, -0.999_999_76])) == .showable)
    }
}
