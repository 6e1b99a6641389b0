/// Something to do about a collection of images before training.
public enum InspectionAdvice: Sendable, Codable, Equatable {
    /// Files that training would skip.
    case removeUnreadable(count: Int)
    /// Files that training would see more often than others.
    case removeExactDuplicates(count: Int)
    /// Images that training would see more often than others, or others of the same sitting.
    case reviewNearDuplicates(count: Int)
    /// Images that show nothing.
    case removeBlank(count: Int)
    /// Images that may show little.
    case reviewLowContrast(count: Int)
    /// Images that may show little.
    case reviewExposure(dark: Int, bright: Int)
    /// Grey heads and coloured ones would be learned side by side.
    case separateGrey(grey: Int, color: Int)
    /// A few images that would be enlarged, and so be blurred.
    case removeSmall(count: Int)
    /// Many images that would be enlarged; nineteen of twenty reach `shorterSide`.
    case trainSmaller(count: Int, shorterSide: Int)
    /// Images of which training sees only the middle square.
    case checkCutting(count: Int)
    /// Too few images to learn from without learning them by heart.
    case gatherMore(usable: Int)

    /// Below it a discriminator soon knows every image.
    public static let fewestImages = 1_000

    /// All that applies, in the order in which it should be done.
    static func all(for inspection: CollectionInspection) -> [InspectionAdvice] {
        let exact = inspection.exactDuplicateCount
        let near = inspection.nearDuplicateCount
        let (blank, flat) = (inspection.contrast.blank.count, inspection.contrast.low.count)
        let dark = inspection.brightness?.veryDark.count ?? 0
        let bright = inspection.brightness?.veryBright.count ?? 0
        let colors = inspection.colors
        let usable = inspection.usable
        let cases: [(InspectionAdvice, Bool)] = [
            (.removeUnreadable(count: inspection.unreadable.count), !inspection.unreadable.isEmpty),
            (.removeExactDuplicates(count: exact), exact > 0),
            (.reviewNearDuplicates(count: near), near > 0),
            (.removeBlank(count: blank), blank > 0),
            (.reviewLowContrast(count: flat), flat > 0),
            (.reviewExposure(dark: dark, bright: bright), dark + bright > 0),
            (.separateGrey(grey: colors.grey, color: colors.color), !colors.rarer.isEmpty),
        ]
        return cases.filter { $0.1 }.map { $0.0 } + aboutSizes(inspection)
            + (usable > 0 && usable < fewestImages ? [.gatherMore(usable: usable)] : [])
    }

    private static func aboutSizes(_ inspection: CollectionInspection) -> [InspectionAdvice] {
        guard let sizes = inspection.sizes else { return [] }
        var advice: [InspectionAdvice] = []
        let small = sizes.smallerThanTraining.count
        if small > 0 {
            advice.append(
                sizes.usualShorterSide >= inspection.trainingSize
                    ? .removeSmall(count: small)
                    : .trainSmaller(count: small, shorterSide: sizes.usualShorterSide))
        }
        if sizes.notSquare > 0 { advice.append(.checkCutting(count: sizes.notSquare)) }
        return advice
    }
}
