import Foundation
import ImageInspection
import ImageReading

/// What `data` prints about a collection, a line each.
struct DataReport {
    /// How many images are named of a kind; the rest are counted.
    static let namedImages = 10

    let inspection: CollectionInspection

    init(_ inspection: CollectionInspection) { self.inspection = inspection }

    /// What was found.
    var lines: [String] {
        [Self.line("data", inspection.path)] + countLines + noteLines + sizeLines + duplicateLines
            + appearanceLines
    }

    /// Lines with a name before the first of them.
    private static func lines(_ name: String, _ values: [String]) -> [String] {
        values.enumerated().map { line($0 == 0 ? name : "", $1) }
    }

    private static func line(_ name: String, _ value: String) -> String {
        // Names come from anywhere: what would move a terminal's cursor is not printed.
        let isControl = CharacterSet.controlCharacters.contains
        let shown = String(
            String.UnicodeScalarView(value.unicodeScalars.map { isControl($0) ? "?" : $0 }))
        return name.padding(toLength: 18, withPad: " ", startingAt: 0) + shown
    }

    /// The first names of a list, and how many more there are.
    private static func named(_ names: [String]) -> [String] {
        let more = names.count - namedImages
        return names.prefix(namedImages).map { "  \($0)" }
            + (more > 0 ? ["  and \(more) more"] : [])
    }

    private var countLines: [String] {
        let unreadable = inspection.unreadable
        let formats = inspection.formats.sorted {
            ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
        }
        .map { "\($0.value) \($0.key.rawValue)" }
        return [Self.line("images", "\(inspection.found) found, \(inspection.readable) readable")]
            + Self.lines(
                "unreadable",
                unreadable.isEmpty
                    ? []
                    : ["\(unreadable.count)"]
                        + Self.named(unreadable.map { "\($0.name): \($0.reason)" }))
            + Self.lines(
                "left out",
                inspection.leftOut.isEmpty
                    ? []
                    : ["\(inspection.leftOut.count)"]
                        + Self.named(inspection.leftOut.map { "\($0.name): \($0.reason)" }))
            + (formats.isEmpty ? [] : [Self.line("formats", formats.joined(separator: ", "))])
    }

    /// What was done to read images, most of which is worth a glance only.
    private var noteLines: [String] {
        let sentences: [(DecodedImage.Note, String, isNamed: Bool)] = [
            (.turned, "turned upright, as their cameras say", false),
            (.converted, "converted to sRGB by their colour profiles", false),
            (.profileIgnored, "with a colour profile that cannot be used", true),
            (.endMissing, "with files that end early, after the last pixel", true),
            (.firstOfSeveral, "of which only the first frame or page is taken", true),
            (.reduced, "decoded at a fraction of their size, for want of memory", true),
        ]
        return Self.lines(
            "read",
            sentences.flatMap { note, sentence, isNamed in
                guard let names = inspection.notes[note] else { return [String]() }
                return ["\(names.count) \(sentence)"] + (isNamed ? Self.named(names) : [])
            })
    }

    private var sizeLines: [String] {
        guard let sizes = inspection.sizes else { return [] }
        let (size, small) = (inspection.trainingSize, sizes.smallerThanTraining.count)
        let range =
            sizes.smallest == sizes.largest
            ? "all \(sizes.smallest)"
            : "\(sizes.smallest) to \(sizes.largest), median \(sizes.median), most often "
                + "\(sizes.mostCommon) (\(share(sizes.mostCommonCount)))"
        return [
            Self.line("sizes", range),
            Self.line(
                "",
                small == 0
                    ? "none would be enlarged to train at \(size) x \(size)"
                    : "\(share(small)) would be enlarged to train at \(size) x \(size)"),
            Self.line(
                "",
                sizes.notSquare == 0
                    ? "all are square"
                    : "\(share(sizes.notSquare)) are not square and would be cut to the middle"),
        ]
    }

    private var duplicateLines: [String] {
        guard inspection.readable > 0 else { return [] }
        return [
            ("exact duplicates", inspection.exactDuplicateCount, inspection.exactDuplicates),
            ("near duplicates", inspection.nearDuplicateCount, inspection.nearDuplicates),
        ].flatMap { name, count, groups in
            Self.lines(
                name,
                groups.isEmpty
                    ? ["none"]
                    : ["\(count), besides the \(groups.count) that they are copies of"]
                        + Self.named(
                            groups.flatMap { group in
                                group.copies.map { "\($0) of \(group.kept)" }
                            }))
        }
    }

    private var appearanceLines: [String] {
        guard let brightness = inspection.brightness else { return [] }
        let (colors, contrast) = (inspection.colors, inspection.contrast)
        let levels = [brightness.percentile5, brightness.median, brightness.percentile95]
            .map { String(format: "%.0f", $0) }
        return [
            Self.line(
                "colour",
                colors.grey == 0
                    ? "all have colour"
                    : colors.color == 0
                        ? "all are grey"
                        : "\(share(colors.grey)) are grey"),
            Self.line(
                "brightness",
                "\(levels[0]), \(levels[1]), \(levels[2]) of 255 (5th percentile, median, 95th)"),
            Self.line(
                "",
                "\(brightness.veryDark.count) very dark (below \(Int(BrightnessSpread.veryDarkBelow)))"
                    + ", \(brightness.veryBright.count) very bright (above "
                    + "\(Int(BrightnessSpread.veryBrightAbove)))"),
            Self.line(
                "contrast",
                "\(contrast.low.count) low, \(contrast.blank.count) blank (standard deviation below "
                    + "\(Int(ContrastSpread.lowBelow)) and \(Int(ContrastSpread.blankBelow)))"),
        ]
    }

    /// A number and its share of the readable images.
    private func share(_ count: Int) -> String {
        let percent = 100 * Double(count) / Double(max(1, inspection.readable))
        let text =
            percent < 0.1 ? "under 0.1" : String(format: percent < 10 ? "%.1f" : "%.0f", percent)
        return "\(count) (\(text) %)"
    }
}
