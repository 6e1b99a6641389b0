/// Images that cannot be measured.
public enum MeasurementError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Images of several sizes where one is needed.
    case mixedSizes(path: String, first: String, name: String, other: String)
    /// Fewer images than a measure needs.
    case tooFew(String, count: Int, needed: Int)
    /// A number that is not finite came out of a network.
    case notFinite(network: String)

    /// One sentence: what, where, what to do.
    public var description: String {
        switch self {
        case .mixedSizes(let path, let first, let name, let other):
            "\(path) holds images of several sizes (\(first), and \(name) with \(other)); give "
                + "--size N, which cuts all of them to the middle square and resizes them."
        case .tooFew(let what, let count, let needed):
            "\(what): \(count) image\(count == 1 ? "" : "s") where at least \(needed) are needed; "
                + "add images."
        case .notFinite(let network):
            "The network \(network) gave a feature that is not a number; replace its weights, "
                + "which are damaged."
        }
    }
}
