/// A place in the bytes of a pickle that moves forwards and never beyond the end.
///
/// The bytes are there from the start or are read from a file as the place moves on: a pickle says
/// only at its end how long it is.
struct PickleCursor {
    /// Read from a file at once, at least; most pickles are not much longer.
    private static let chunk = 64 << 10

    private var bytes: [UInt8]
    private let file: OpenFile?
    private let end: Int
    private(set) var position = 0

    /// A cursor over bytes.
    init(_ bytes: [UInt8]) { (self.bytes, file, end) = (bytes, nil, bytes.count) }

    /// A cursor over the beginning of a file.
    ///
    /// - Parameters:
    ///   - file: What is read.
    ///   - limit: The most bytes of it.
    init(_ file: OpenFile, limit: Int) {
        (bytes, self.file, end) = ([], file, min(limit, file.byteCount))
    }

    /// Takes bytes.
    mutating func take(_ count: Int) throws(PickleFault) -> ArraySlice<UInt8> {
        guard count >= 0, count <= end - position else { throw endsEarly }
        try fill(count)
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// Takes one byte.
    mutating func byte() throws(PickleFault) -> UInt8 {
        guard position < end else { throw endsEarly }
        try fill(1)
        defer { position += 1 }
        return bytes[position]
    }

    /// Reads on until so many bytes are there, which the end allows.
    private mutating func fill(_ count: Int) throws(PickleFault) {
        guard position + count > bytes.count, let file else { return }
        // Doubled, so that each byte is moved a few times at most.
        let next = min(max(position + count, 2 * bytes.count, Self.chunk), end)
        bytes += try file.bytes(in: bytes.count..<next)
    }

    private var endsEarly: PickleFault {
        guard let file else { return .malformed("it ends early") }
        return end < file.byteCount
            ? PickleFault(.tooLarge(reason: "more than \(end) bytes"))
            : PickleFault(.damaged(reason: "it ends within a pickle"))
    }

    /// Takes an unsigned number, little-endian, that fits an `Int`.
    mutating func unsigned(bytes count: Int) throws(PickleFault) -> Int {
        let value = try take(count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard let number = Int(exactly: value) else { throw .malformed("a length of \(value)") }
        return number
    }

    /// Takes a signed number of at most eight bytes, little-endian, in two's complement.
    mutating func signed(bytes count: Int) throws(PickleFault) -> Int {
        let slice = try take(count)
        let sign: UInt64 = slice.last.map { $0 >= 0x80 } == true ? .max : 0
        return Int(bitPattern: UInt(slice.reversed().reduce(sign) { $0 << 8 | UInt64($1) }))
    }

    /// Takes text of a given length.
    mutating func text(bytes count: Int) throws(PickleFault) -> String {
        guard let text = String(validating: try take(count), as: UTF8.self) else {
            throw .malformed("text that is not UTF-8")
        }
        return text
    }

    /// Takes a line without its end.
    mutating func line() throws(PickleFault) -> String {
        // A name is not longer; the search of a hostile file ends here.
        let longest = min(1_024, end - position)
        try fill(longest)
        let window = bytes[position..<position + longest]
        guard let newline = window.firstIndex(of: 0x0A) else {
            throw position + longest == end ? endsEarly : .malformed("an endless name")
        }
        let text = try text(bytes: newline - position)
        position += 1
        return text
    }
}
