/// Why a picture of a head cannot be shown.
public struct PictureFault: Sendable, Equatable {
    /// What is wrong.
    public enum Kind: Sendable, Equatable {
        /// Numbers become infinite, or so large that their squares do.
        case overflow
        /// Numbers become NaN without being large first: the weights hold NaN.
        case notANumber
        /// No ray meets a density.
        case noHead
        /// All pixels are alike.
        case oneColor
    }

    /// What is wrong.
    public let kind: Kind
    /// The first layer where it happens, as its weights are named; nil where that is no single one.
    public let layer: String?

    /// A fault of a kind, first seen in a layer.
    package init(kind: Kind, layer: String?) { (self.kind, self.layer) = (kind, layer) }

    /// What cannot be shown and why, and what to do.
    ///
    /// - Parameter subject: Such as "The head of seed 7".
    /// - Returns: One sentence.
    package func sentence(about subject: String) -> String {
        "\(subject) cannot be shown: \(reason); use an earlier snapshot or checkpoint of this model."
    }

    /// What happens where, as a clause.
    public var reason: String {
        let place = { (words: String) in layer.map { "\(words) the layer \($0)" } ?? "" }
        return switch kind {
        case .overflow: "its numbers overflow" + place(", first in")
        case .notANumber: "its numbers are NaN" + place(", first in")
        case .noHead: "no ray meets anything" + place(": there is no density in")
        case .oneColor:
            "all its pixels are alike" + place(", from") + (layer == nil ? "" : " on")
        }
    }
}
