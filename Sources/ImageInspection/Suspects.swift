/// A row of a contact sheet: images of one kind that deserve a look.
public struct Suspects: Sendable {
    /// Why images deserve a look.
    public enum Kind: String, CaseIterable, Sendable {
        case exactDuplicates
        case nearDuplicates
        case darkest
        case brightest
        /// Grey images among coloured ones, or the other way round.
        case rarerColor
        /// Blank images, then such of low contrast.
        case flat

        /// The name of the frame's colour.
        public var color: String {
            switch self {
            case .exactDuplicates: "red"
            case .nearDuplicates: "orange"
            case .darkest: "blue"
            case .brightest: "yellow"
            case .rarerColor: "white"
            case .flat: "magenta"
            }
        }

        /// The frame's colour.
        var frame: SheetCanvas.Color {
            switch self {
            case .exactDuplicates: (225, 45, 45)
            case .nearDuplicates: (250, 145, 30)
            case .darkest: (60, 115, 245)
            case .brightest: (245, 225, 50)
            case .rarerColor: (240, 240, 240)
            case .flat: (225, 60, 215)
            }
        }
    }

    /// Why they are here.
    let kind: Kind
    /// Names that stand together in a frame: a pair for duplicates, else one; at most a row.
    let cells: [[String]]

    /// The rows that are not empty.
    static func all(in inspection: CollectionInspection) -> [Suspects] {
        let pairs = { (groups: [DuplicateGroup]) in
            groups.prefix(ContactSheet.columns / 2).map { [$0.kept] + $0.copies.prefix(1) }
        }
        let singles = { (names: [String]) in names.prefix(ContactSheet.columns).map { [$0] } }
        let contrast = inspection.contrast
        return Kind.allCases.map { kind in
            let cells =
                switch kind {
                case .exactDuplicates: pairs(inspection.exactDuplicates)
                case .nearDuplicates: pairs(inspection.nearDuplicates)
                case .darkest: singles(inspection.brightness?.darkest.map(\.name) ?? [])
                case .brightest: singles(inspection.brightness?.brightest.map(\.name) ?? [])
                case .rarerColor: singles(inspection.colors.rarer)
                case .flat: singles(contrast.blank + contrast.low)
                }
            return Suspects(kind: kind, cells: cells)
        }.filter { !$0.cells.isEmpty }
    }
}
