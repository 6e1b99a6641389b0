import Foundation

/// A PNG file that is carried within the page.
package struct EmbeddedPicture: Sendable {
    /// The largest file that a page carries, in bytes.
    package static let largestFile = 6 << 20

    /// A `data:` address that holds the whole file.
    package let source: String
    /// Pixels across.
    package let width: Int
    /// Pixels down.
    package let height: Int

    /// Takes a file; nil where it is no PNG.
    ///
    /// - Parameter data: The file's contents.
    package init?(png data: Data) {
        // The signature, then the first chunk: length, "IHDR", width, height.
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let head = [UInt8](data.prefix(24))
        guard head.count == 24, head.starts(with: signature),
            head[12..<16].elementsEqual("IHDR".utf8)
        else { return nil }
        let number = { (start: Int) in head[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
        (width, height) = (number(16), number(20))
        source = "data:image/png;base64," + data.base64EncodedString()
    }
}
