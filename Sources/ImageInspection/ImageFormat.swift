import Foundation

/// A kind of image file, told by its content and not by its name.
public enum ImageFormat: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    case jpeg = "JPEG"
    case png = "PNG"
    case pgm = "PGM"
    case ppm = "PPM"

    /// The format that a file's first bytes announce; nil for any other.
    ///
    /// - Parameter data: The file, or its beginning.
    public init?(startOf data: Data) {
        if data.starts(with: [0xFF, 0xD8]) {
            self = .jpeg
        } else if data.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            self = .png
        } else {
            switch String(decoding: data.prefix(2), as: UTF8.self) {
            case "P2", "P5": self = .pgm
            case "P3", "P6": self = .ppm
            default: return nil
            }
        }
    }
}
