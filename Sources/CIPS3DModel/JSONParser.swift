/// Reads JSON text (RFC 8259), and says by line and column where it goes wrong.
///
/// Foundation's decoder does not tell the place on Linux and drops one of two equal keys, which a
/// person who edits a file by hand has to hear about.
package struct JSONParser {
    /// Far deeper than any configuration, and shallow enough for the stack.
    private static let deepest = 64

    private let bytes: [UInt8]
    private var place = 0
    private var depth = 0

    /// Parses a whole text.
    ///
    /// - Parameter bytes: UTF-8.
    /// - Returns: The value.
    /// - Throws: `JSONSyntaxError` at the first mistake.
    package static func parse(_ bytes: some Sequence<UInt8>) throws(JSONSyntaxError) -> JSONValue {
        var parser = JSONParser(bytes: Array(bytes))
        guard String(validating: parser.bytes, as: UTF8.self) != nil else {
            throw JSONSyntaxError(reason: "it is not UTF-8 text")
        }
        let value = try parser.value()
        parser.skipSpace()
        guard parser.next == nil else { throw parser.error("more text after the end") }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func value() throws(JSONSyntaxError) -> JSONValue {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"):
            return try nested { parser throws(JSONSyntaxError) in try parser.object() }
        case UInt8(ascii: "["):
            return try nested { parser throws(JSONSyntaxError) in try parser.list() }
        case UInt8(ascii: "\""): return .text(try string())
        case nil: throw error("the text ends too early")
        default: return try word()
        }
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(JSONSyntaxError) -> JSONValue
    ) throws(JSONSyntaxError) -> JSONValue {
        guard depth < Self.deepest else { throw error("too many brackets inside each other") }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }

    private mutating func object() throws(JSONSyntaxError) -> JSONValue {
        var members: [String: JSONValue] = [:]
        place += 1
        guard !skip("}") else { return .object(members) }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else {
                throw error("a key in quotation marks is missing")
            }
            let start = place
            let name = try string()
            guard members[name] == nil else {
                place = start
                throw error("the key \(JSONValue.text(name).shown) appears twice")
            }
            guard skip(":") else { throw error("a colon is missing") }
            members[name] = try value()
        } while skip(",")
        guard skip("}") else { throw error("a comma or closing brace is missing") }
        return .object(members)
    }

    private mutating func list() throws(JSONSyntaxError) -> JSONValue {
        var values: [JSONValue] = []
        place += 1
        guard !skip("]") else { return .list(values) }
        repeat { values.append(try value()) } while skip(",")
        guard skip("]") else { throw error("a comma or closing bracket is missing") }
        return .list(values)
    }

    /// A number, `true`, `false` or `null`.
    private mutating func word() throws(JSONSyntaxError) -> JSONValue {
        let start = place
        while let byte = next, Self.isPartOfWord(byte) { place += 1 }
        let word = String(decoding: bytes[start..<place], as: UTF8.self)
        switch word {
        case "true": return .flag(true)
        case "false": return .flag(false)
        case "null": return .null
        default: break
        }
        // Swift also reads "+1", "0x10" and "inf", which JSON does not have.
        if word.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil {
            if let integer = Int(word) { return .integer(integer) }
            if let number = Double(word), number.isFinite { return .number(number) }
        }
        place = start
        throw error("there is no value")
    }

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
    }

    /// Passes over space and, where it follows, the given mark.
    private mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: mark) else { return false }
        place += 1
        return true
    }

    private func error(_ reason: String) -> JSONSyntaxError {
        let lines = bytes[..<place].split(separator: 0x0A, omittingEmptySubsequences: false)
        let column = String(decoding: lines.last ?? [], as: UTF8.self).count + 1
        return JSONSyntaxError(reason: "line \(lines.count), column \(column): \(reason)")
    }
}

extension JSONParser {
    /// A text in quotation marks.
    private mutating func string() throws(JSONSyntaxError) -> String {
        var text: [UInt8] = []
        place += 1
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                text.append(contentsOf: String(try escaped()).utf8)
            case 0..<0x20:
                throw error("a text goes over the end of its line")
            default:
                text.append(byte)
                place += 1
            }
        }
        throw error("a text is not closed")
    }

    private mutating func escaped() throws(JSONSyntaxError) -> Unicode.Scalar {
        place += 1
        let letter = next ?? 0
        place += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try codePoint()
        default:
            place = min(place, bytes.count) - 1
            throw error("there is no such escape")
        }
    }

    /// The character of `\u` and four digits, or of two such that make a pair.
    private mutating func codePoint() throws(JSONSyntaxError) -> Unicode.Scalar {
        let high = try fourDigits()
        if let scalar = Unicode.Scalar(high) { return scalar }
        if high < 0xDC00, bytes[place...].starts(with: [0x5C, 0x75]) {
            place += 2
            let low = try fourDigits()
            if (0xDC00...0xDFFF).contains(low) {
                let upper = UInt32(high - 0xD800) << 10
                let sum = 0x10000 + upper + UInt32(low - 0xDC00)
                if let scalar = Unicode.Scalar(sum) { return scalar }
            }
        }
        throw error("an escape is half a character")
    }

    private mutating func fourDigits() throws(JSONSyntaxError) -> UInt16 {
        let digits = bytes[place...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("four hexadecimal digits are missing") }
        place += 4
        return value
    }
}

/// Why a text is not JSON.
package struct JSONSyntaxError: Error {
    /// What is wrong and where, without a full stop.
    package let reason: String
}
