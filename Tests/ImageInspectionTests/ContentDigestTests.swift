import Foundation
import ImageInspection
import Testing

@Suite("Digests of contents")
struct ContentDigestTests {
    @Test(
        "are SHA-256: the examples of NIST, and none and a million bytes",
        arguments: [
            (Data(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (
                Data("abc".utf8),
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            ),
            (
                Data(repeating: UInt8(ascii: "a"), count: 1_000_000),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            ),
        ])
    func examples(data: Data, digits: String) {
        #expect(ContentDigest(of: data).hexadecimal == digits)
        // A part of other bytes begins elsewhere in memory.
        #expect(ContentDigest(of: (Data([1, 2, 3]) + data).dropFirst(3)).hexadecimal == digits)
    }
}
