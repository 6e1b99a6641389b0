/// A place in the bytes of a pickle that moves forwards and never beyond the end.
struct PickleCursor {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Takes bytes.
    mutating func take(_ count: Int) throws(PickleFault) -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.count - position else {
            throw .malformed("it ends early")
        }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// Takes one byte.
    mutating func byte() throws(PickleFault) -> UInt8 {
        guard position < bytes.count else { throw .malformed("it ends early") }
        defer { position += 1 }
        return bytes[position]
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
        let window = bytes[position...].prefix(1_024)
        guard let end = window.firstIndex(of: 0x0A) else { throw .malformed("an endless name") }
        let text = try text(bytes: end - position)
        position += 1
        return text
    }
}
