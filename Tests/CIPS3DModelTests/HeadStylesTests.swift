import CIPS3DModel
import RunSettings
import Testing

@Suite("What a head is made of")
struct HeadStylesTests {
    private let sizes = Configuration.faces32.generator

    @Test("a mix is a seed and the blocks from one to another, or from one to the last")
    func parsing() throws {
        let toTheEnd = try #require(AppearanceMix(parsing: "9@16"))
        #expect(toTheEnd.seed == 9 && toTheEnd.labels.lowerBound == 16)
        #expect(toTheEnd.labels.contains(1_024))
        #expect(
            AppearanceMix(parsing: "18446744073709551615@4-8")
                == AppearanceMix(seed: .max, labels: 4...8))
        for text in [
            "", "9", "@", "9@", "@16", "9@3", "9@0", "9@16-8", "9@4-8-16", "1-2@4", "9@4@8",
        ] {
            #expect(AppearanceMix(parsing: text) == nil, "\(text)")
        }
        #expect(BlockLabels(parsing: "16", openEnded: false)?.range == 16...16)
    }

    @Test("mixed blocks have the other's appearance, later ones over earlier ones")
    func mixing() {
        let head = { (number: Float) in
            HeadStyles(shape: [number], appearance: [number, -number], blocks: 4)
        }
        let mixed = head(1).mixed(with: head(2), in: 8...1_024).mixed(with: head(3), in: 16...16)
        #expect(mixed.shape == [1])
        #expect(mixed.appearances == [[1, -1], [2, -2], [3, -3], [2, -2]])
        #expect(head(1).mixed(with: head(2), in: 64...128) == head(1))
    }

    @Test("styles between two lie on their line, block by block, and truncation is one to the mean")
    func lines() {
        let one = HeadStyles(shape: [0, 2], appearances: [[1], [2]])
        let other = HeadStyles(shape: [4, 2], appearances: [[3], [6]])
        #expect(one.moved(to: other, by: 0) == one && one.moved(to: other, by: 1) == other)
        #expect(
            one.moved(to: other, by: 0.25) == HeadStyles(shape: [1, 2], appearances: [[1.5], [3]]))
        #expect(other.truncated(Truncation(psi: 0.5), mean: one) == one.moved(to: other, by: 0.5))
        #expect(other.truncated(.off, mean: one) == other)
    }

    @Test("styles of other widths and blocks do not fit a model")
    func fitting() {
        let style = { (width: Int) in [Float](repeating: 0, count: width) }
        let (shape, inr) = (sizes.nerf.styleWidth, sizes.inr)
        let fitting = HeadStyles(
            shape: style(shape), appearance: style(inr.styleWidth), blocks: inr.blocks)
        #expect(fitting.fits(sizes))
        var wrong = fitting
        wrong.appearances[1].removeLast()
        #expect(!wrong.fits(sizes))
        wrong = fitting
        wrong.appearances.removeLast()
        #expect(!wrong.fits(sizes))
        wrong = fitting
        wrong.shape.append(0)
        #expect(!wrong.fits(sizes))
    }

    @Test("codes between two lie on their great circle: both ends, the length, the same steps")
    func greatCircle() {
        let a = HeadCodes(shape: [3, 0, 0], appearance: [1, 1])
        let b = HeadCodes(shape: [0, 3, 0], appearance: [1, 1])
        #expect(a.interpolated(to: b, share: 0) == a)
        let end = a.interpolated(to: b, share: 1)
        for (mine, theirs) in zip(end.shape, b.shape) { #expect(abs(mine - theirs) < 1e-6) }
        let third = a.interpolated(to: b, share: 1.0 / 3)
        // 30 degrees from the first of two codes of length 3 at a right angle.
        #expect(abs(third.shape[0] - 3 * 0.866_025_4) < 1e-6 && abs(third.shape[1] - 1.5) < 1e-6)
        // Codes in one direction stay.
        #expect(third.appearance == [1, 1])
    }

    @Test("opposite codes have no circle of their own and go on the line, without a NaN")
    func opposite() {
        let a = HeadCodes(shape: [1, 0], appearance: [0, 0])
        let b = HeadCodes(shape: [-1, 0], appearance: [0, 0])
        let half = a.interpolated(to: b, share: 0.25)
        #expect(half.shape == [0.5, 0] && half.appearance == [0, 0])
    }
}
