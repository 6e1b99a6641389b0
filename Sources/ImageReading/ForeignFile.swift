import Foundation

/// What a file is that is no picture of a format which is read, told by its first bytes.
struct ForeignFile {
    /// Such as "a web page".
    let kind: String
    /// What to do about it.
    let remedy: String

    /// Whether it may hold pictures that are not looked at.
    let isArchive: Bool

    /// Recognises a file.
    ///
    /// - Parameter data: The file, or its beginning.
    init(startOf data: Data) {
        let header = data.prefix(512)
        if data.isEmpty {
            self.init("empty", "replace it by an intact copy or remove it")
            return
        }
        let found = Self.signatures.first { signature in
            header.dropFirst(signature.offset).starts(with: signature.bytes)
        }
        if let found {
            self.init(found.kind, found.remedy, isArchive: found.isArchive)
        } else {
            self.init(text: String(decoding: header, as: UTF8.self).lowercased())
        }
    }

    private init(_ kind: String, _ remedy: String, isArchive: Bool = false) {
        (self.kind, self.remedy, self.isArchive) = (kind, remedy, isArchive)
    }

    /// A file that may be text, by its lower-case beginning.
    private init(text: String) {
        let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        if start.hasPrefix("version https://git-lfs") {
            self.init(
                "a pointer of Git LFS, not the file itself", "fetch the file with: git lfs pull")
        } else if start.hasPrefix("<svg") || start.hasPrefix("<?xml") && text.contains("<svg") {
            self.init("a drawing in SVG", "export it as PNG or remove it")
        } else if start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
            || start.hasPrefix("<head")
        {
            self.init("a web page", "download the picture itself or remove the file")
        } else {
            self.init(
                "no \(ImageFormat.list)", "convert the file to one of these formats or remove it")
        }
    }

    private struct Signature {
        let offset: Int
        let bytes: [UInt8]
        let kind: String
        let remedy: String
        let isArchive: Bool

        init(_ bytes: [UInt8], at offset: Int = 0, _ kind: String, _ remedy: String? = nil) {
            (self.bytes, self.offset, self.kind) = (bytes, offset, kind)
            isArchive = remedy == nil
            self.remedy = remedy ?? "unpack it and name its folder"
        }

        init(_ text: String, at offset: Int = 0, _ kind: String, _ remedy: String? = nil) {
            self.init(Array(text.utf8), at: offset, kind, remedy)
        }
    }

    private static let convert = "convert it to JPEG or PNG, or remove it"

    private static let signatures = [
        Signature("PK\u{3}\u{4}", "a zip archive"),
        Signature("PK\u{5}\u{6}", "an empty zip archive"),
        Signature([0x1F, 0x8B], "a gzip archive"), Signature("BZh", "a bzip2 archive"),
        Signature([0xFD] + Array("7zXZ".utf8), "an xz archive"),
        Signature([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard archive"),
        Signature([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive"),
        Signature("Rar!", "a RAR archive"), Signature("ustar", at: 257, "a tar archive"),
        Signature("%PDF", "a PDF", convert), Signature("8BPS", "a Photoshop file", convert),
        Signature([0xFF, 0x0A], "a JPEG XL", convert),
        Signature([0, 0, 0, 0xC] + Array("JXL ".utf8), "a JPEG XL", convert),
        Signature([0, 0, 0, 0xC] + Array("jP  ".utf8), "a JPEG 2000", convert),
        Signature([0xFF, 0x4F, 0xFF, 0x51], "a JPEG 2000", convert),
        Signature([0, 0, 1, 0], "an icon", convert),
        Signature("ftyp", at: 4, "a video", "remove it"),
        Signature([0x1A, 0x45, 0xDF, 0xA3], "a video", "remove it"),
    ]
}
