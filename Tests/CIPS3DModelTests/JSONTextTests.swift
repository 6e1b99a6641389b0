import CIPS3DModel
import FileTesting
import Foundation
import RunSettings
import Testing

@Suite("JSON text of a configuration")
struct JSONTextTests {
    @Test(
        "a mistake is reported with its line and column",
        arguments: [
            ("", "is empty"), ("  \n", "line 2, column 1: the text ends too early"),
            ("{", "line 1, column 2: a key in quotation marks is missing"),
            (
                "{\"camera\": {\n  near: 1}}",
                "line 2, column 3: a key in quotation marks is missing"
            ),
            ("{\"camera\" 1}", "line 1, column 11: a colon is missing"),
            ("{\"camera\": 1 2}", "line 1, column 14: a comma or closing brace is missing"),
            ("[1 2]", "line 1, column 4: a comma or closing bracket is missing"),
            ("{\"é\": nope}", "line 1, column 7: there is no value"),
            ("{\"a\": 1e999}", "line 1, column 7: there is no value"),
            ("{\"a\": 1,\n \"a\": 2}", "line 2, column 2: the key \"a\" appears twice"),
            ("{\"a\": \"b", "line 1, column 9: a text is not closed"),
            ("{} x", "line 1, column 4: more text after the end"),
            (String(repeating: "[", count: 65), "column 65: too many brackets inside each other"),
        ])
    func mistakes(_ text: String, _ reason: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.settings(text)
        let found = problems { _ = try Configuration.resolved(preset: .faces32, file: file) }
        #expect(found.count == 1)
        #expect(found.first?.contains(reason) == true, "\(found)")
    }

    @Test("a file that is not UTF-8 is refused")
    func encoding() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("latin.json")
        try Data([0x7B, 0x22, 0xE9, 0x22, 0x3A, 0x31, 0x7D]).write(to: file)
        let found = problems { _ = try Configuration.resolved(preset: .faces32, file: file) }
        #expect(found.first?.contains("it is not UTF-8 text") == true, "\(found)")
    }

    @Test("escapes, exponents and space are read as the standard says")
    func standard() throws {
        let folder = try TemporaryFolder()
        let file = try folder.settings(
            "\t{ \"c\\u0061mera\" :\r\n {\"background\": \"wh\\u0069te\", "
                + "\"fieldOfView\": 1.5E+1, \"near\": 5e-1 } , \"tr\\u0061ining\":{} }\n")
        let camera = try Configuration.resolved(preset: .ffhq256, file: file).camera
        #expect(camera.background == .white && camera.fieldOfView == 15 && camera.near == 0.5)
    }

    @Test("escaped characters appear as they are where a message quotes them")
    func characters() throws {
        let value = #"camera.background="\u00e9\ud83d\ude00\/\"\\""#
        let found = problems {
            _ = try Configuration.resolved(preset: .faces32, overrides: [value])
        }
        #expect(found.first?.contains(#"is "é😀/\"\\"; it has"#) == true, "\(found)")
    }
}
