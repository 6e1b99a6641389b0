import Foundation

/// A kind of image file, told by its content and not by its name.
public enum ImageFormat: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    case jpeg = "JPEG"
    case png = "PNG"
    case webp = "WebP"
    case heic = "HEIC"
    case avif = "AVIF"
    case tiff = "TIFF"
    case gif = "GIF"
    case bmp = "BMP"
    case pgm = "PGM"
    case ppm = "PPM"

    /// How many bytes tell a format.
    package static let headerLength = 64

    /// The names for a sentence, with commas and a last "or".
    public static var list: String {
        allCases.dropLast().map(\.rawValue).joined(separator: ", ")
            + " or \(allCases.last?.rawValue ?? "")"
    }

    /// The format that a file's first bytes announce; nil for any other.
    ///
    /// - Parameter data: The file, or its beginning of at least ``headerLength`` bytes.
    public init?(startOf data: Data) {
        let header = [UInt8](data.prefix(Self.headerLength))
        func says(_ text: String, at offset: Int = 0) -> Bool {
            header.dropFirst(offset).starts(with: text.utf8)
        }
        switch header.first {
        case 0xFF where header.starts(with: [0xFF, 0xD8]): self = .jpeg
        case 0x89 where header.dropFirst().starts(with: "PNG".utf8): self = .png
        case UInt8(ascii: "R") where says("RIFF") && says("WEBP", at: 8): self = .webp
        case UInt8(ascii: "G") where says("GIF87a") || says("GIF89a"): self = .gif
        case UInt8(ascii: "B") where says("BM") && Self.isBitmap(header): self = .bmp
        case UInt8(ascii: "I") where says("II*\0") || says("II+\0"): self = .tiff
        case UInt8(ascii: "M") where says("MM\0*") || says("MM\0+"): self = .tiff
        case UInt8(ascii: "P") where says("P2") || says("P5"): self = .pgm
        case UInt8(ascii: "P") where says("P3") || says("P6"): self = .ppm
        default:
            guard says("ftyp", at: 4), let format = Self.highEfficiency(header) else { return nil }
            self = format
        }
    }

    /// Whether the size of the second header is one that Windows or OS/2 wrote: "BM" alone begins many a text.
    private static func isBitmap(_ header: [UInt8]) -> Bool {
        guard header.count >= 18 else { return false }
        return [12, 40, 52, 56, 64, 108, 124].contains(header[14])
            && header[15...17].allSatisfy { $0 == 0 }
    }

    /// HEIC or AVIF by the brands of an ISO base media file, the major one and those that it is compatible with.
    private static func highEfficiency(_ header: [UInt8]) -> ImageFormat? {
        let size = Int(header[3])
        let end =
            header[0] == 0 && header[1] == 0 && header[2] == 0
            ? min(size, header.count) : header.count
        let brands = ([8] + Array(stride(from: 16, to: max(16, end - 3), by: 4))).compactMap {
            $0 + 4 <= header.count ? String(decoding: header[$0..<$0 + 4], as: UTF8.self) : nil
        }
        if brands.contains(where: ["avif", "avis"].contains) { return .avif }
        return brands.contains(
            where: ["heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"].contains)
            ? .heic : nil
    }
}
