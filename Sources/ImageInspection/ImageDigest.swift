import Crypto
import Foundation
import ImageFiles

/// The SHA-256 of an image file's bytes: two files with the same one are the same file.
public struct ImageDigest: Sendable, Hashable, Comparable {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// The digest of a file's content.
    ///
    /// - Parameter data: The whole file.
    public init(of data: Data) {
        bytes = Array(SHA256.hash(data: data))
    }

    /// In the order of their bytes.
    public static func < (left: ImageDigest, right: ImageDigest) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// Sixty-four hexadecimal digits.
    public var hexadecimal: String { bytes.map { String(format: "%02x", $0) }.joined() }
}
