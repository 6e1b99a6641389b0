import Foundation
import SafeTensors

/// The bytes of a file, put together by hand so that they can be wrong.
///
/// - Parameters:
///   - header: The header's text.
///   - data: How many zero bytes follow it.
/// - Returns: Length, header and data.
func fileImage(_ header: String, data: Int = 0) -> Data {
    let text = Data(header.utf8)
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) } + text
        + Data(count: data)
}

/// Opens bytes as a safetensors file.
///
/// - Parameter image: What the file holds.
/// - Returns: The open file; it may be read although its folder is gone.
/// - Throws: `SafeTensorsError`.
func opened(_ image: Data) throws -> SafeTensorsFile {
    try withTemporaryFolder { folder in
        let url = folder.appendingPathComponent("test.safetensors")
        try image.write(to: url)
        return try SafeTensorsFile(contentsOf: url)
    }
}

/// The error with which bytes are refused.
///
/// - Parameter image: What the file holds.
/// - Returns: The error, nil where the file is accepted.
func refusal(_ image: Data) -> SafeTensorsError? {
    do {
        _ = try opened(image)
        return nil
    } catch {
        return error as? SafeTensorsError
    }
}
