/// What people take for a checkpoint, told by its first bytes.
struct OtherFormat {
    /// Such as "a web page".
    let kind: String
    /// What to do about it.
    let advice: String

    private static let archive = "unpack it and import what is in it"

    private static let signatures: [(start: [UInt8], offset: Int, kind: String, advice: String)] = [
        ([0x1F, 0x8B], 0, "a gzip archive", archive),
        (Array("BZh".utf8), 0, "a bzip2 archive", archive),
        ([0xFD] + Array("7zXZ".utf8), 0, "an xz archive", archive),
        ([0x28, 0xB5, 0x2F, 0xFD], 0, "a Zstandard archive", archive),
        ([0x37, 0x7A, 0xBC, 0xAF], 0, "a 7z archive", archive),
        (Array("Rar!".utf8), 0, "a RAR archive", archive),
        (
            Array("ustar".utf8), 257, "a tar archive, or of a PyTorch before 0.1.10",
            "unpack it and import what is in it, or save the weights again with a newer PyTorch"
        ),
        (
            [0x89] + Array("HDF".utf8), 0, "an HDF5 file, as Keras writes them",
            "import weights of PyTorch"
        ),
        (
            Array("\u{93}NUMPY".unicodeScalars.map { UInt8($0.value) }), 0, "an array of NumPy",
            "import weights of PyTorch"
        ),
        (Array("%PDF".utf8), 0, "a PDF", "import weights of PyTorch"),
    ]

    /// Recognises a file; nil for what may be a checkpoint, and for what nobody knows.
    init?(startOf bytes: [UInt8]) {
        guard !bytes.isEmpty else {
            (kind, advice) = ("empty", "copy it again whole")
            return
        }
        let found = Self.signatures.first { bytes.dropFirst($0.offset).starts(with: $0.start) }
        if let found {
            (kind, advice) = (found.kind, found.advice)
            return
        }
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
            .drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        if text.hasPrefix("version https://git-lfs") {
            (kind, advice) = (
                "a pointer of Git LFS, not the file itself", "fetch the file with: git lfs pull"
            )
        } else if ["<!doctype html", "<html", "<head", "<?xml"].contains(where: text.hasPrefix) {
            (kind, advice) = (
                "a web page, not weights",
                "download the file itself, in a browser if a page asks for something first"
            )
        } else {
            return nil
        }
    }
}
