import CPNGWriter
import Foundation

/// Calls into the C shim, with its memory and its messages turned into Swift's.
enum PNGEncoder {
    /// Encodes samples as PNG.
    static func encode<Sample>(
        _ samples: [Sample], _ layout: cpw_layout, width: Int, height: Int
    ) throws(ImageError) -> Data {
        var (file, message) = (cpw_file(), cpw_message())
        let problem = samples.withUnsafeBytes { bytes -> String? in
            guard let start = bytes.baseAddress, let columns = Int32(exactly: width),
                let rows = Int32(exactly: height)
            else { return "the image is too large" }
            let succeeded = cpw_encode(start, layout, columns, rows, &file, &message)
            return succeeded ? nil : String(cString: cpw_text(&message))
        }
        if let problem {
            throw ImageError(
                place: "an image of \(width) x \(height) pixels",
                problem: "PNG encoding failed (\(problem))", remedy: "write a smaller image")
        }
        defer { free(file.bytes) }
        return Data(UnsafeBufferPointer(start: file.bytes, count: file.count))
    }
}
