import Foundation
import SafeTensors
import Testing

@Suite("The grammar of the header")
struct HeaderGrammarTests {
    /// One tensor of four bytes with its parts replaced.
    private func header(
        name: String = #""a""#, type: String = #""U8""#, shape: String = "[4]",
        offsets: String = "[0,4]", more: String = ""
    ) -> Data {
        fileImage(
            #"{\#(name):{"dtype":\#(type),"shape":\#(shape),"data_offsets":\#(offsets)\#(more)}}"#,
            data: 4)
    }

    private func expectMalformed(
        _ image: Data, _ comment: Comment, location: SourceLocation = #_sourceLocation
    ) {
        let error = refusal(image)
        guard case .malformedHeader = error?.problem else {
            Issue.record("\(comment): \(String(describing: error))", sourceLocation: location)
            return
        }
    }

    @Test("white space may stand between all tokens, but not before the first")
    func whiteSpace() throws {
        let text =
            "{ \"a\" :\t{\r\n \"shape\" : [ 2 , 2 ] , \"data_offsets\":[ 0 ,4 ],"
            + " \"dtype\": \"U8\" } } \n"
        #expect(try opened(fileImage(text, data: 4)).entries["a"]?.shape == [2, 2])
        expectMalformed(fileImage(" {}"), "space first")
    }

    @Test(
        "texts that are no header",
        arguments: [
            "", "null", "[]", "\"a\"", "{", "}", "{}}", "{},", "{,}", "{\"a\"}", "{\"a\":}",
            "{\"a\":1}", "{\"a\":[]}", "{\"a\":{}}", "{\"a\":null}", "{a:{}}", "{'a':{}}",
            "{}\0", "{/**/}", "{\"__metadata__\":null}", "{\"__metadata__\":{\"k\":1}}",
            "{\"__metadata__\":{\"k\":\"v\",}}", "\u{FEFF}{}",
        ])
    func noHeader(text: String) {
        expectMalformed(fileImage(text), "\(text)")
    }

    @Test(
        "numbers that are not whole, not decimal, negative or too large",
        arguments: [
            "-1", "+4", "4.0", "4e0", "04", "0x4", "", " ", "\"4\"", "null", "true",
            "9223372036854775808", "18446744073709551620", "99999999999999999999999999999999",
        ])
    func numbers(number: String) {
        expectMalformed(header(shape: "[\(number),1]"), "shape \(number)")
        expectMalformed(header(offsets: "[0,\(number)]"), "offset \(number)")
    }

    @Test(
        "parts that are missing, unknown or there twice",
        arguments: [
            #","dtype":"U8""#, #","shape":[4]"#, #","data_offsets":[0,4]"#, #","extra":1"#, ",",
        ])
    func parts(more: String) {
        expectMalformed(header(more: more), "\(more)")
        #expect(refusal(header(more: more))?.tensor == "a")
    }

    @Test("offsets that are not two", arguments: ["[]", "[0]", "[0,4,4]", "4", "[0,4"])
    func offsets(text: String) {
        expectMalformed(header(offsets: text), "\(text)")
    }

    @Test(
        "escapes are decoded",
        arguments: [
            (#"\"\\\/"#, "\"\\/"), (#"\b\f\n\r\t"#, "\u{8}\u{C}\n\r\t"), (#"\u0041"#, "A"),
            (#"\u00e4\u00E4"#, "ää"), (#"\u20ac"#, "€"), (#"\ud83d\ude00"#, "😀"),
            (#"\udbff\udfff"#, "\u{10FFFF}"), (#"\ud800\udc00"#, "\u{10000}"), (#"\u0000"#, "\0"),
        ])
    func escapes(escaped: String, plain: String) throws {
        #expect(try opened(header(name: "\"\(escaped)\"")).names == [plain])
    }

    @Test(
        "strings that JSON does not allow",
        arguments: [
            #"\"#, #"\x41"#, #"\u"#, #"\u004"#, #"\u00g1"#, #"\u+041"#, #"\ud800"#, #"\udc00"#,
            #"\ud800\u0041"#, #"\ud800A"#, #"\ude00\ud83d"#, "\n", "\0", "\u{1F}", "\"",
        ])
    func strings(text: String) {
        expectMalformed(header(name: "\"\(text)\""), "\(text.debugDescription)")
    }

    @Test("names that are not UTF-8")
    func invalidUTF8() {
        let invalid: [[UInt8]] = [
            [0x80], [0xC0, 0x80], [0xFF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0xE2, 0x82],
        ]
        for bytes in invalid {
            var image = header(name: "\"" + String(repeating: "n", count: bytes.count) + "\"")
            image.replaceSubrange(10..<10 + bytes.count, with: bytes)
            expectMalformed(image, "\(bytes)")
        }
    }

    @Test("a million brackets do not exhaust the stack")
    func depth() {
        for bracket in ["[", "{\"a\":"] {
            let text = String(repeating: bracket, count: 1_000_000)
            expectMalformed(fileImage("{\"a\":\(text)"), "tensor \(bracket)")
            expectMalformed(header(shape: text), "shape \(bracket)")
        }
    }

    @Test("names of canonically equal characters count as one name")
    func composed() {
        let tensor = #"{"dtype":"U8","shape":[0],"data_offsets":[0,0]}"#
        let image = fileImage("{\"\u{E4}\":\(tensor),\"a\u{308}\":\(tensor)}")
        #expect(refusal(image)?.problem == .duplicateName)
    }
}
