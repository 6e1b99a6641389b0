/// Grey and coloured images of a collection.
public struct ColorSplit: Sendable, Codable, Equatable {
    /// Images without any colour.
    public let grey: Int
    /// Images with colour.
    public let color: Int
    /// Where both occur, the images of the rarer kind, by name; grey ones where it is a draw.
    public let rarer: [String]

    /// Whether the rarer kind is the grey one.
    public var isGreyRarer: Bool { grey <= color }

    init(of images: [ImageFacts]) {
        let grey = images.count(where: \.isGrey)
        let isGreyRarer = grey <= images.count - grey
        (self.grey, color) = (grey, images.count - grey)
        rarer =
            grey == 0 || grey == images.count
            ? [] : images.filter { $0.isGrey == isGreyRarer }.map(\.name).sorted()
    }
}
