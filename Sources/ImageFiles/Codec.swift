import CImageCodecs
import Foundation

/// Calls into the C shim, with its memory and its messages turned into Swift's.
enum Codec {
    /// The longest side of a picture that a decoder accepts, in pixels.
    static let maximumSide = Int(CIC_MAXIMUM_SIDE)

    /// A picture as the C decoders hand it over.
    struct Picture {
        var width: Int
        var height: Int
        /// Samples in the machine's byte order.
        var bytes: [UInt8]
    }

    /// A C decoder of a whole file.
    typealias Decoder = (
        UnsafePointer<UInt8>, Int, UnsafeMutablePointer<cic_picture>
    ) -> UnsafeMutablePointer<CChar>?

    /// What a C function said, as text; nil where it succeeded.
    ///
    /// Frees the message.
    static func text(_ message: UnsafeMutablePointer<CChar>?) -> String? {
        guard let message else { return nil }
        defer { cic_free_error(message) }
        return String(cString: message)
    }

    /// The bytes of a C buffer; frees the buffer.
    static func take(_ buffer: cic_bytes) -> [UInt8] {
        defer { cic_free_bytes(buffer) }
        return [UInt8](UnsafeBufferPointer(start: buffer.bytes, count: buffer.count))
    }

    /// Decodes a file that the caller recognised.
    static func decode(
        _ data: Data, name: String, kind: String, with decoder: Decoder
    ) throws(ImageError) -> Picture {
        var picture = cic_picture()
        let problem = data.withUnsafeBytes { bytes -> String? in
            guard let start = bytes.baseAddress else { return "the file is empty" }
            return text(
                decoder(start.assumingMemoryBound(to: UInt8.self), bytes.count, &picture))
        }
        if let problem { throw .undecodable(name: name, kind: kind, problem: problem) }
        return Picture(
            width: Int(picture.width), height: Int(picture.height), bytes: take(picture.data))
    }

    /// Encodes samples as PNG.
    static func png<Sample>(
        _ samples: [Sample], _ layout: cic_layout, width: Int, height: Int
    ) throws(ImageError) -> Data {
        var buffer = cic_bytes()
        let problem = samples.withUnsafeBytes { bytes -> String? in
            guard let start = bytes.baseAddress, let columns = Int32(exactly: width),
                let rows = Int32(exactly: height)
            else { return "the image is too large" }
            return text(cic_png_encode(start, layout, columns, rows, &buffer))
        }
        if let problem {
            throw ImageError(
                place: "an image of \(width) x \(height) pixels",
                problem: "PNG encoding failed (\(problem))", remedy: "write a smaller image")
        }
        return Data(take(buffer))
    }
}

extension ImageError {
    /// A file that its decoder refuses.
    static func undecodable(name: String, kind: String, problem: String) -> ImageError {
        ImageError(
            place: name, problem: "the \(kind) data cannot be decoded (\(problem))",
            remedy: "replace the file by an intact copy")
    }
}
