import Foundation

/// What an event file says, read from the format's description alone: neither the checksum nor the
/// messages go through the code that wrote them.
struct ReadEvent: Equatable {
    var wallTime = 0.0
    var step: Int64 = 0
    var fileVersion: String?
    var scalars: [String: Float] = [:]
    var images: [String: ReadImage] = [:]
    var sessionStatus: UInt64?
}

struct ReadImage: Equatable {
    var width: UInt64 = 0
    var height: UInt64 = 0
    var bytes: [UInt8] = []
}

/// Where a file stops making sense.
struct BrokenRecord: Error, Equatable {
    /// The offset of the record.
    let offset: Int
    let isCutShort: Bool
}

/// The messages of a file, and what is wrong with the record after them, if anything.
func readRecords(_ bytes: [UInt8]) -> (messages: [[UInt8]], problem: BrokenRecord?) {
    var messages: [[UInt8]] = []
    var start = 0
    while start < bytes.count {
        let rest = bytes[start...]
        guard rest.count >= 12 else {
            return (messages, BrokenRecord(offset: start, isCutShort: true))
        }
        let length = Array(rest.prefix(8))
        guard isSum(rest.dropFirst(8).prefix(4), of: length) else {
            return (messages, BrokenRecord(offset: start, isCutShort: false))
        }
        let count = Int(number(length))
        guard rest.count >= count + 16 else {
            return (messages, BrokenRecord(offset: start, isCutShort: true))
        }
        let message = Array(rest.dropFirst(12).prefix(count))
        guard isSum(rest.dropFirst(12 + count).prefix(4), of: message) else {
            return (messages, BrokenRecord(offset: start, isCutShort: false))
        }
        messages.append(message)
        start += count + 16
    }
    return (messages, nil)
}

/// The events of a file in which everything is whole.
func readEvents(_ url: URL) throws -> [ReadEvent] {
    let (messages, problem) = readRecords(Array(try Data(contentsOf: url)))
    if let problem { throw problem }
    return messages.map { event($0) }
}

/// CRC-32C by long division, a bit at a time.
func dividedChecksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var rest = UInt32.max
    for byte in bytes {
        for bit in 0..<8 {
            let carry = (rest ^ UInt32(byte >> bit)) & 1
            rest = rest >> 1 ^ carry * 0x82F6_3B78
        }
    }
    return ~rest
}

/// Takes the mask off a stored sum and compares.
private func isSum(_ stored: some Sequence<UInt8>, of bytes: [UInt8]) -> Bool {
    let rotated = UInt32(number(stored)) &- 0xA282_EAD8
    return rotated << 15 | rotated >> 17 == dividedChecksum(bytes)
}

private func number(_ littleEndian: some Sequence<UInt8>) -> UInt64 {
    littleEndian.enumerated().reduce(0) { $0 | UInt64($1.element) << (8 * $1.offset) }
}

private func event(_ message: [UInt8]) -> ReadEvent {
    var event = ReadEvent()
    for field in fields(message) {
        switch (field.number, field.wireType) {
        case (1, 1): event.wallTime = Double(bitPattern: field.value)
        case (2, 0): event.step = Int64(bitPattern: field.value)
        case (3, 2): event.fileVersion = String(decoding: field.bytes, as: UTF8.self)
        case (5, 2): for value in fields(field.bytes) { add(value.bytes, to: &event) }
        case (7, 2): event.sessionStatus = fields(field.bytes).first { $0.number == 1 }?.value ?? 0
        default: preconditionFailure("an event has no field \(field.number) of this type")
        }
    }
    return event
}

private func add(_ value: [UInt8], to event: inout ReadEvent) {
    var tag = ""
    for field in fields(value) {
        switch (field.number, field.wireType) {
        case (1, 2): tag = String(decoding: field.bytes, as: UTF8.self)
        case (2, 5): event.scalars[tag] = Float(bitPattern: UInt32(field.value))
        case (4, 2):
            var image = ReadImage()
            for part in fields(field.bytes) {
                switch part.number {
                case 1: image.height = part.value
                case 2: image.width = part.value
                case 4: image.bytes = part.bytes
                default: preconditionFailure("an image has no field \(part.number)")
                }
            }
            event.images[tag] = image
        default: preconditionFailure("a value has no field \(field.number) of this type")
        }
    }
}

private struct Field {
    let number: UInt64
    let wireType: UInt64
    var value: UInt64 = 0
    var bytes: [UInt8] = []
}

/// The fields of a message of protocol buffers, in their order.
private func fields(_ message: [UInt8]) -> [Field] {
    var rest = message[...]
    func variable() -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            let byte = rest.removeFirst()
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { break }
        }
        return value
    }
    func take(_ count: Int) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }
    var found: [Field] = []
    while !rest.isEmpty {
        let key = variable()
        var field = Field(number: key >> 3, wireType: key & 7)
        switch field.wireType {
        case 0: field.value = variable()
        case 1: field.value = number(take(8))
        case 2: field.bytes = take(Int(variable()))
        default: field.value = number(take(4))
        }
        found.append(field)
    }
    return found
}
