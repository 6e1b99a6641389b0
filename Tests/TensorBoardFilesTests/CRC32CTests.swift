import TensorBoardFiles
import Testing

@Suite("CRC-32C")
struct CRC32CTests {
    /// Check values: the usual nine digits, and RFC 3720, appendix B.4.
    static let known: [(bytes: [UInt8], checksum: UInt32)] = [
        (Array("123456789".utf8), 0xE306_9283),
        ([], 0),
        (Array(repeating: 0, count: 32), 0x8A91_36AA),
        (Array(repeating: 0xFF, count: 32), 0x62A8_AB43),
        (Array(0..<32), 0x46DD_794E),
        (Array((0..<32).reversed()), 0x113F_DB5C),
    ]

    @Test("published values", arguments: known)
    func published(bytes: [UInt8], checksum: UInt32) {
        #expect(CRC32C.checksum(of: bytes) == checksum)
    }

    @Test("any bytes have the sum that long division gives, and the mask comes off again")
    func division() {
        for count in 0..<300 {
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max) }
            let checksum = CRC32C.checksum(of: bytes)
            #expect(checksum == dividedChecksum(bytes))
            let rotated = CRC32C.masked(of: bytes) &- 0xA282_EAD8
            #expect(rotated << 15 | rotated >> 17 == checksum)
        }
    }
}
