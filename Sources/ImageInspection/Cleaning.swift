/// What of a collection is worth keeping, by what was found in it.
public struct Cleaning: Sendable {
    /// Names of the images that are left out, by the reason.
    public let leftOut: [(reason: Reason, names: [String])]

    /// Why an image is left out.
    public enum Reason: String, Sendable, CaseIterable {
        case unreadable
        case exactDuplicate = "exact duplicate"
        case nearDuplicate = "near duplicate"
        case blank

        /// Some images with their reason.
        ///
        /// - Parameter count: How many there are.
        /// - Returns: As in `17 near duplicates`.
        public func counted(_ count: Int) -> String {
            let isNoun = self == .exactDuplicate || self == .nearDuplicate
            return "\(count) \(rawValue)\(isNoun && count != 1 ? "s" : "")"
        }
    }

    /// What would go from a collection: of duplicates the best stays.
    ///
    /// - Parameter inspection: Of the collection.
    public init(_ inspection: CollectionInspection) {
        var seen: Set<String> = []
        leftOut = Reason.allCases.map { reason in
            let names =
                switch reason {
                case .unreadable: inspection.unreadable.map(\.name)
                case .exactDuplicate: inspection.exactDuplicates.flatMap(\.copies)
                case .nearDuplicate: inspection.nearDuplicates.flatMap(\.copies)
                case .blank: inspection.contrast.blank
                }
            // A copy of a blank image is one thing.
            return (reason, names.filter { seen.insert($0).inserted })
        }
    }

    /// Names of all that are left out.
    public var names: [String] { leftOut.flatMap(\.names) }
}
