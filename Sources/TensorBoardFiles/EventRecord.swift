/// The frame of a message in an event file, which is that of TensorFlow's record files.
///
///     8 bytes   the message's length in bytes
///     4 bytes   masked CRC-32C of those 8
///     ...       the message
///     4 bytes   masked CRC-32C of the message
///
/// Numbers are little-endian.
enum EventRecord {
    /// A message in its frame.
    ///
    /// - Parameter message: An `Event` as bytes.
    /// - Returns: The record.
    static func bytes(of message: [UInt8]) -> [UInt8] {
        let length = littleEndian(UInt64(message.count))
        var record: [UInt8] = []
        record.reserveCapacity(message.count + 16)
        record += length
        record += littleEndian(CRC32C.masked(of: length))
        record += message
        record += littleEndian(CRC32C.masked(of: message))
        return record
    }

    private static func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { [UInt8]($0) }
    }
}
