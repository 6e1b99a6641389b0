import CJPEGWriter
import Foundation
import ImageFiles

extension Image {
    /// The image as a JPEG file, colours as fine as brightness.
    ///
    /// - Parameter quality: From 1 to 100, as libjpeg counts it.
    /// - Returns: The whole file.
    /// - Throws: `ImageError` where memory runs out or JPEG cannot hold the size.
    package func jpegData(quality: Int) throws(ImageError) -> Data {
        var (file, message) = (cjw_file(), cjw_message())
        let problem = pixels.withUnsafeBufferPointer { pixels -> String? in
            guard let start = pixels.baseAddress, let columns = Int32(exactly: width),
                let rows = Int32(exactly: height)
            else { return "the image is too large" }
            let succeeded = cjw_encode(start, columns, rows, Int32(quality), &file, &message)
            return succeeded ? nil : String(cString: cjw_text(&message))
        }
        if let problem {
            throw ImageError(
                place: "an image of \(width) x \(height) pixels",
                problem: "JPEG encoding failed (\(problem))", remedy: "write a .png")
        }
        defer { free(file.bytes) }
        return Data(UnsafeBufferPointer(start: file.bytes, count: file.count))
    }

    /// Writes the image as a JPEG file, whole or not at all.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - quality: From 1 to 100; at 92 nothing is seen of the losses.
    /// - Throws: `ImageError` where the folder is missing or closed, or the disk is full.
    package func writeJPEG(to url: URL, quality: Int = 92) throws(ImageError) {
        try PictureFile.write(try jpegData(quality: quality), to: url)
    }
}
