import CDigest
import Foundation

/// The SHA-256 of some bytes: two files with the same one are the same file.
public struct ContentDigest: Sendable, Hashable, Comparable {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// The digest of bytes, such as those of a file.
    ///
    /// - Parameter data: The bytes.
    public init(of data: Data) {
        bytes = Array(unsafeUninitializedCapacity: 32) { digest, count in
            data.withUnsafeBytes { bytes in
                guard let start = digest.baseAddress else { return }
                cdigest_sha256(bytes.baseAddress, bytes.count, start)
                count = 32
            }
        }
    }

    /// In the order of their bytes.
    public static func < (left: ContentDigest, right: ContentDigest) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// Sixty-four hexadecimal digits.
    public var hexadecimal: String { bytes.map { String(format: "%02x", $0) }.joined() }
}
