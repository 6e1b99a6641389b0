/// What a file is that somebody took for another, told by its first bytes.
///
/// Photographs and weights come by download, and a download can be anything. What to do about it depends on what was
/// looked for, and is said by whoever looked.
public enum ForeignFile: Sendable, Equatable {
    /// No bytes at all.
    case empty
    /// Several files in one, as in "a gzip archive".
    case archive(String)
    /// The pointer that Git leaves in place of a large file.
    case gitPointer
    /// HTML.
    case webPage
    /// A picture of a format that few programs read, as in "a JPEG XL".
    case picture(String)
    /// A picture of a common format, as in "a PNG picture".
    case photograph(String)
    /// A container of moving pictures.
    case video
    /// Pages to be read, as in "a PDF".
    case document(String)
    /// XML that is none of the above.
    case markup
    /// Weights or arrays of another program, as in "an HDF5 file".
    case weights(String)
    /// Weights as Hugging Face's safetensors has them.
    case safeTensors

    /// The most bytes that are looked at.
    public static let bytesNeeded = 512

    /// What it is, as in "a web page".
    public var kind: String {
        switch self {
        case .empty: "empty"
        case .archive(let kind), .picture(let kind), .photograph(let kind), .document(let kind),
            .weights(let kind):
            kind
        case .gitPointer: "a pointer of Git LFS, not the file itself"
        case .webPage: "a web page"
        case .video: "a video"
        case .markup: "an XML document"
        case .safeTensors: "a safetensors file"
        }
    }

    /// What to do about the pointer of Git LFS, whatever was looked for.
    public static let fetchAdvice = "fetch the file with: git lfs pull"

    /// Recognises a file; nil for what is not known.
    ///
    /// - Parameter start: The file, or its beginning.
    public init?(startOf start: some Collection<UInt8>) {
        let bytes = Array(start.prefix(Self.bytesNeeded))
        let found = Self.signatures.first { bytes.dropFirst($0.offset).starts(with: $0.bytes) }
        // A length may begin like anything; with a brace behind it, it is one.
        if bytes.isEmpty {
            self = .empty
        } else if Self.isSafeTensors(bytes) {
            self = .safeTensors
        } else if let found {
            self = found.file
        } else {
            self.init(text: String(decoding: bytes, as: UTF8.self).lowercased())
        }
    }

    /// A file that may be text, by its lower-case beginning.
    private init?(text: String) {
        let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        if start.hasPrefix("version https://git-lfs") {
            self = .gitPointer
        } else if start.hasPrefix("<svg") || start.hasPrefix("<?xml") && text.contains("<svg") {
            self = .picture("a drawing in SVG")
        } else if ["<!doctype html", "<html", "<head"].contains(where: start.hasPrefix)
            || start.hasPrefix("<?xml") && text.contains("<html")
        {
            self = .webPage
        } else if start.hasPrefix("<?xml") {
            self = .markup
        } else {
            return nil
        }
    }

    /// The length of a header of at most 100 MB, and its first brace.
    private static func isSafeTensors(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 8, bytes[8] == UInt8(ascii: "{") else { return false }
        let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return (2...100_000_000).contains(length)
    }

    private struct Signature {
        let offset: Int
        let bytes: [UInt8]
        let file: ForeignFile

        init(_ bytes: [UInt8], at offset: Int = 0, _ file: ForeignFile) {
            (self.bytes, self.offset, self.file) = (bytes, offset, file)
        }

        init(_ text: String, at offset: Int = 0, _ file: ForeignFile) {
            self.init(Array(text.utf8), at: offset, file)
        }
    }

    private static let signatures = [
        Signature("PK\u{3}\u{4}", .archive("a zip archive")),
        Signature("PK\u{5}\u{6}", .archive("an empty zip archive")),
        Signature([0x1F, 0x8B], .archive("a gzip archive")),
        Signature("BZh", .archive("a bzip2 archive")),
        Signature([0xFD] + Array("7zXZ".utf8), .archive("an xz archive")),
        Signature([0x28, 0xB5, 0x2F, 0xFD], .archive("a Zstandard archive")),
        Signature([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .archive("a 7z archive")),
        Signature("Rar!", .archive("a RAR archive")),
        Signature("ustar", at: 257, .archive("a tar archive")),
        Signature([0x89] + Array("PNG".utf8), .photograph("a PNG picture")),
        Signature([0xFF, 0xD8, 0xFF], .photograph("a JPEG picture")),
        Signature("WEBP", at: 8, .photograph("a WebP picture")),
        Signature("GIF8", .photograph("a GIF picture")),
        Signature("%PDF", .document("a PDF")),
        Signature("8BPS", .picture("a Photoshop file")),
        Signature([0xFF, 0x0A], .picture("a JPEG XL")),
        Signature([0, 0, 0, 0xC] + Array("JXL ".utf8), .picture("a JPEG XL")),
        Signature([0, 0, 0, 0xC] + Array("jP  ".utf8), .picture("a JPEG 2000")),
        Signature([0xFF, 0x4F, 0xFF, 0x51], .picture("a JPEG 2000")),
        Signature([0, 0, 1, 0], .picture("an icon")),
        Signature("ftyp", at: 4, .video), Signature([0x1A, 0x45, 0xDF, 0xA3], .video),
        Signature([0x89] + Array("HDF".utf8), .weights("an HDF5 file, as Keras writes them")),
        Signature([0x93] + Array("NUMPY".utf8), .weights("an array of NumPy")),
        Signature("GGUF", .weights("a GGUF file")),
    ]
}
