import CImageCodecs
import ForeignFiles
import Foundation
import ImageFiles

/// Reads pictures of every format within a bound on memory: the one place where photographs are decoded.
///
/// Everything becomes RGB of eight bits in sRGB: grey is repeated, inks (CMYK and YCCK, stored inverted or not)
/// become light by their profile or as `(1 - ink) · (1 - black)`, palettes are looked up, deeper samples are
/// scaled and rounded, other colours are converted by the profile of the file, by PNG's primaries or by Exif's word for
/// Adobe RGB. Transparent pixels are composited over white. A picture is turned as Exif, XMP or TIFF say. Of
/// animations and of several pages the first is taken.
public struct ImageDecoder: Sendable {
    /// The bound.
    public let budget: DecodingBudget

    /// A decoder.
    ///
    /// - Parameter budget: The bound on memory that it shares.
    public init(budget: DecodingBudget = .standard) {
        self.budget = budget
    }

    /// Decodes a file, whatever its name says.
    ///
    /// The memory of the picture counts until `body` returns.
    ///
    /// - Parameters:
    ///   - data: The whole file.
    ///   - name: What errors call it.
    ///   - body: Takes what is needed of the picture.
    /// - Returns: What `body` returns.
    /// - Throws: `ImageError` for another format, for data that end before the last pixel or are corrupt, and for
    ///   a picture that takes more memory than the bound or has a side of more than 16384 pixels, both refused
    ///   before the pixels are allocated; and what `body` throws.
    public func withImage<Result>(
        _ data: Data, name: String, _ body: (DecodedImage) throws -> Result
    ) throws -> Result {
        let admission = Admission(budget: budget)
        defer { admission.release() }
        return try body(try decoded(data, name: name, admission))
    }

    /// Decodes a file, whatever its name says.
    ///
    /// - Parameters:
    ///   - data: The whole file.
    ///   - name: What errors call it.
    /// - Returns: The picture.
    /// - Throws: `ImageError`, as ``withImage(_:name:_:)`` does.
    public func image(_ data: Data, name: String) throws(ImageError) -> DecodedImage {
        let admission = Admission(budget: budget)
        defer { admission.release() }
        return try decoded(data, name: name, admission)
    }

    private func decoded(
        _ data: Data, name: String, _ admission: Admission
    ) throws(ImageError) -> DecodedImage {
        guard let format = ImageFormat(startOf: data) else {
            let foreign = ForeignFile.described(ForeignFile(startOf: data))
            throw ImageError(
                place: name, problem: "the file is \(foreign.kind)", remedy: foreign.remedy)
        }
        if format == .png, AppleImage.isCrushed(data) { throw AppleImage.error(name) }
        let picture = try decode(data, as: format, name: name, admission)
        let orientation = picture.orientation
        let full = admission.demand.map { ($0.width, $0.height) } ?? (0, 0)
        var notes = picture.notes
        if orientation != .upright { notes.insert(.turned) }
        if (admission.reservation?.reduction ?? 1) > 1 { notes.insert(.reduced) }
        return DecodedImage(
            image: picture.image.oriented(by: orientation), format: format,
            fullWidth: orientation.isTurned ? full.1 : full.0,
            fullHeight: orientation.isTurned ? full.0 : full.1, notes: notes)
    }

    private func decode(
        _ data: Data, as format: ImageFormat, name: String, _ admission: Admission
    ) throws(ImageError) -> Picture {
        do throws(DecodingFault) {
            if let map = PortableMap.Format(startOf: data) {
                return Picture(
                    image: try PortableMap.decode([UInt8](data), as: map, admission))
            }
            return try Codec.decode(
                data, with: format.decoder, admission)
        } catch {
            throw admission.refusal(name) ?? format.error(name, error.description)
        }
    }
}

/// A picture as it is stored.
struct Picture {
    var image: Image
    var orientation = ImageOrientation.upright
    var notes: Set<DecodedImage.Note> = []
}

/// What is wrong with a file's data.
struct DecodingFault: Error, CustomStringConvertible {
    let description: String
}

extension ImageFormat {
    fileprivate var decoder: Codec.Decoder {
        switch self {
        case .jpeg: cic_jpeg_decode
        case .png: cic_png_decode
        case .webp: cic_webp_decode
        case .tiff: cic_tiff_decode
        case .heic, .avif: cic_heif_decode
        case .gif, .bmp: cic_bitmap_decode
        case .pgm, .ppm: preconditionFailure("\(rawValue) is read by PortableMap")
        }
    }

    /// A file that its decoder refuses.
    fileprivate func error(_ name: String, _ problem: String) -> ImageError {
        let isUnreadable = (self == .heic || self == .avif) && !ImageSupport().reads(self)
        return ImageError(
            place: name,
            problem: isUnreadable
                ? "\(rawValue) cannot be read here (\(problem))"
                : "the \(rawValue) data cannot be decoded (\(problem))",
            remedy: isUnreadable
                ? "install libheif (apt-get install libheif1), or convert the file to JPEG"
                : "replace the file by an intact copy")
    }
}
