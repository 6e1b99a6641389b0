/// Reads the small part of JSON that a safetensors header may use: objects, strings, whole numbers.
///
/// `JSONSerialization` will not do: it keeps one of two equal keys in silence, so that a file could
/// show different tensors to different readers. Nesting is decided by the caller's grammar and not
/// by the input, so that depth cannot exhaust the stack.
struct HeaderScanner {
    private let bytes: [UInt8]
    private var position = 0

    /// A scanner at the beginning of a header.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads `{"key": value, ...}`.
    ///
    /// - Parameter member: Is called after each key and reads the value.
    /// - Throws: `HeaderFault`, or what `member` throws.
    mutating func object(_ member: (inout HeaderScanner, String) throws -> Void) throws {
        try expect("{")
        if take("}") { return }
        repeat {
            let key = try string()
            try expect(":")
            try member(&self, key)
        } while take(",")
        try expect("}")
    }

    /// Reads `[number, ...]`.
    ///
    /// - Returns: The numbers.
    /// - Throws: `HeaderFault`.
    mutating func integers() throws -> [Int] {
        var numbers: [Int] = []
        try expect("[")
        if take("]") { return numbers }
        repeat { numbers.append(try integer()) } while take(",")
        try expect("]")
        return numbers
    }

    /// Reads a whole number of at least 0.
    ///
    /// - Returns: The number.
    /// - Throws: `HeaderFault` for a sign, a fraction, an exponent, a leading zero or more than 63
    ///   bits.
    mutating func integer() throws -> Int {
        skipSpace()
        let start = position
        let expected = "a whole number from 0 to \(Int.max)"
        var number = 0
        while let digit = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
            let (tens, over) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
            guard !over, !carry else { throw fault(expected, at: start) }
            number = sum
            position += 1
        }
        let length = position - start
        guard length == 1 || (length > 1 && bytes[start] != UInt8(ascii: "0")) else {
            throw fault(expected, at: start)
        }
        return number
    }

    /// Reads a string with its escapes.
    ///
    /// - Returns: The text.
    /// - Throws: `HeaderFault` for invalid UTF-8, control characters, unknown escapes and half
    ///   surrogate pairs.
    mutating func string() throws -> String {
        try expect("\"", as: "a string")
        let start = position
        var text: [UInt8] = []
        while true {
            guard let byte = peek(), byte >= 0x20 else {
                throw fault("the rest of a string", at: position)
            }
            position += 1
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                text.append(contentsOf: try escape().utf8)
            } else {
                text.append(byte)
            }
        }
        guard let valid = String(validating: text, as: UTF8.self) else {
            throw fault("valid UTF-8", at: start)
        }
        return valid
    }

    /// Checks that only white space follows.
    ///
    /// - Throws: `HeaderFault` where anything else does.
    mutating func end() throws {
        skipSpace()
        guard position == bytes.count else { throw fault("the end", at: position) }
    }

    /// A fault at the present position.
    func fault(_ expected: String) -> HeaderFault {
        fault(expected, at: position)
    }
}

extension HeaderScanner {
    /// Reads what follows a backslash.
    private mutating func escape() throws -> Unicode.Scalar {
        let start = position
        guard let byte = peek() else { throw fault("an escaped character", at: start) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape(from: start)
        default: throw fault("an escape that JSON knows", at: start)
        }
    }

    /// Reads the four digits after `\u`, and the second half of a surrogate pair.
    private mutating func unicodeEscape(from start: Int) throws -> Unicode.Scalar {
        let first = try fourHexDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }  // no surrogate
        guard UTF16.isLeadSurrogate(first), position + 1 < bytes.count,
            bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        else { throw fault("a whole surrogate pair", at: start) }
        position += 2
        let second = try fourHexDigits()
        guard UTF16.isTrailSurrogate(second) else {
            throw fault("a whole surrogate pair", at: start)
        }
        let code = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        guard let scalar = Unicode.Scalar(code) else {
            throw fault("a whole surrogate pair", at: start)
        }
        return scalar
    }

    private mutating func fourHexDigits() throws -> UInt16 {
        var code: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue
            else { throw fault("four hexadecimal digits", at: position) }
            code = code << 4 | UInt16(digit)
            position += 1
        }
        return code
    }

    private mutating func expect(_ scalar: Unicode.Scalar, as description: String? = nil) throws {
        guard take(scalar) else { throw fault(description ?? "'\(scalar)'", at: position) }
    }

    /// Skips white space, then the character if it is next.
    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        skipSpace()
        guard peek() == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    private func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private func fault(_ expected: String, at offset: Int) -> HeaderFault {
        HeaderFault(
            tensor: nil, problem: .malformedHeader(expected: expected, offset: offset))
    }
}

/// A problem found in a header, before it is known which file it came from.
struct HeaderFault: Error {
    /// The tensor, where the problem is with one tensor.
    var tensor: String?
    /// What is wrong.
    var problem: SafeTensorsError.Problem
}
