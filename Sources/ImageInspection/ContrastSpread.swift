/// Images in which there is little to see: the standard deviation of grey in their middle squares.
public struct ContrastSpread: Sendable, Codable, Equatable {
    /// Below it an image is blank: noise of a sensor or a codec, and no motif.
    public static let blankBelow = 3.0
    /// Below it contrast is low: photographs of faces have 20 and more, the median is 52.
    public static let lowBelow = 12.0

    /// Blank images, by name.
    public let blank: [String]
    /// Images of low contrast that are not blank, by name.
    public let low: [String]

    init(of images: [ImageFacts]) {
        blank = images.filter(\.isBlank).map(\.name).sorted()
        low = images.filter { !$0.isBlank && $0.contrast < Self.lowBelow }.map(\.name).sorted()
    }
}

extension ImageFacts {
    /// Whether there is nothing to see.
    var isBlank: Bool { contrast < ContrastSpread.blankBelow }
}
