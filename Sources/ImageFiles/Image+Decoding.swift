import CImageCodecs
import Foundation

extension Image {
    /// Decodes a JPEG, PNG, PGM or PPM file, whatever its name says.
    ///
    /// Everything becomes RGB of eight bits: grey is repeated, inks (CMYK and YCCK, stored
    /// inverted or not) become light as `(1 - ink) · (1 - black)`, palettes are looked up, deeper
    /// samples are scaled and rounded. Transparent pixels are composited over white. A JPEG is
    /// turned as its EXIF orientation says. Colour profiles are ignored.
    ///
    /// - Parameters:
    ///   - data: The whole file.
    ///   - name: What errors call it.
    /// - Returns: The image, upright.
    /// - Throws: `ImageError` for another format, for data that are cut short or corrupt, and for
    ///   a side of more than 16384 pixels, which is refused before the pixels are allocated.
    public static func decode(_ data: Data, name: String) throws(ImageError) -> Image {
        if data.starts(with: [0xFF, 0xD8]) {
            let image = Image(
                try Codec.decode(data, name: name, kind: "JPEG", with: cic_jpeg_decode))
            return image.oriented(by: EXIFOrientation(jpeg: data))
        }
        if data.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            return Image(try Codec.decode(data, name: name, kind: "PNG", with: cic_png_decode))
        }
        if let format = PortableMap.Format(startOf: data) {
            do throws(PortableMap.Fault) {
                return try PortableMap.decode([UInt8](data), as: format)
            } catch {
                throw .undecodable(name: name, kind: format.kind, problem: error.description)
            }
        }
        throw ImageError(
            place: name,
            problem: data.isEmpty ? "the file is empty" : "the content is no JPEG, PNG, PGM or PPM",
            remedy: "convert the file to one of these formats or remove it")
    }

    private init(_ picture: Codec.Picture) {
        self.init(width: picture.width, height: picture.height, pixels: picture.bytes)
    }
}
