import RunReports
import Testing

@Suite("Texts of a page")
struct TextTests {
    @Test(
        "numbers have four digits that count and no needless zeros",
        arguments: [
            (0.0, "0"), (1.5, "1.5"), (0.512345, "0.5123"), (41.2, "41.2"), (1234.5678, "1235"),
            (12_345.6, "12,346"), (-12_345.6, "-12,346"), (9_999_999, "9,999,999"),
            (1.5e8, "1.5e8"), (-0.000_012_34, "-1.234e-5"), (0.000_123_4, "0.0001234"),
            (1e300, "1e300"), (.nan, "not finite"), (-0.0, "0"),
        ])
    func numbers(_ value: Double, _ text: String) {
        #expect(NumberText.short(value) == text)
    }

    @Test("a number that is not there is a dash, whole numbers are in groups")
    func others() {
        #expect(NumberText.short(nil) == NumberText.none)
        #expect(NumberText.whole(1_234_567) == "1,234,567")
        #expect(NumberText.whole(-1_234) == "-1234")
        #expect(NumberText.whole(.min).hasPrefix("-9,223,"))
    }

    @Test(
        "spans of time have two units at most",
        arguments: [
            (0.0, "0 s"), (59.9, "59 s"), (60, "1 min"), (3_599, "59 min"), (7_500, "2 h 5 min"),
            (200_000, "2 d 7 h"), (-1, NumberText.none), (.infinity, NumberText.none),
        ])
    func durations(_ seconds: Double, _ text: String) {
        #expect(NumberText.duration(seconds: seconds) == text)
    }

    @Test(
        "text cannot become markup",
        arguments: [
            ("<script>", "&lt;script&gt;"), ("a & b", "a &amp; b"), ("'\"", "&#39;&quot;"),
            // Characters in Swift's sense, which a browser does not know.
            ("\"\u{301} x", "&quot;\u{301} x"), ("<\u{200D}b", "&lt;\u{200D}b"),
            ("\u{0}\u{1B}[2J\u{85}", "\u{FFFD}\u{FFFD}[2J\u{FFFD}"), ("a\tb\n", "a\tb\n"),
            ("Köln 東京 👩‍🚀", "Köln 東京 👩‍🚀"),
        ])
    func escaping(_ text: String, _ safe: String) {
        #expect(HTMLText.escaped(text) == safe)
    }
}
