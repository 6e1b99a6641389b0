import CImageCodecs
import Foundation
import ImageFiles

/// The PNG that Xcode makes for iPhone applications: compressed without a header, blue before red.
enum AppleImage {
    /// Whether its first chunk is Apple's.
    static func isCrushed(_ data: Data) -> Bool {
        data.dropFirst(12).starts(with: "CgBI".utf8)
    }

    static func error(_ name: String) -> ImageError {
        ImageError(
            place: name,
            problem:
                "the file is Apple's own kind of PNG (CgBI), as Xcode packs it into iPhone applications",
            remedy: "open it on a Mac or an iPhone and export it as PNG, or remove it")
    }
}

/// Which formats can be read depends on what is installed for two of them.
public struct ImageSupport: Sendable {
    private let heif: cic_heif_support

    /// Looks for libheif.
    public init() {
        var support = cic_heif_support()
        cic_heif_inquire(&support)
        heif = support
    }

    /// Whether a format can be read here.
    ///
    /// - Parameter format: Any format.
    /// - Returns: True for all but HEIC and AVIF, which libheif reads where it is installed.
    public func reads(_ format: ImageFormat) -> Bool {
        switch format {
        case .heic: heif.reads_heic
        case .avif: heif.reads_avif
        default: true
        }
    }

    /// The version of libheif; nil where there is none.
    public var libheif: String? {
        withUnsafePointer(to: heif) { String(cString: cic_heif_version($0)) }.nonEmpty
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
