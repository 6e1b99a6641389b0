import ImageFiles

/// Where things are on a contact sheet, and putting them there.
struct SheetCanvas {
    /// Red, green and blue.
    typealias Color = (red: UInt8, green: UInt8, blue: UInt8)

    /// Around every image; a frame fills most of it.
    private static let margin = 4
    private static let cellSize = ContactSheet.imageSize + 2 * margin
    /// Between images and suspects.
    private static let separator = 24
    private static let background: Color = (24, 24, 24)
    private static let line: Color = (130, 130, 130)

    private let width: Int
    private let height: Int
    private let suspectsTop: Int
    /// Not an `Image`, whose pixels are checked, and so copied, whenever one row has changed.
    private var pixels: [UInt8]

    /// A sheet without images.
    ///
    /// - Parameters:
    ///   - images: How many will stand above.
    ///   - suspectRows: Rows of suspects below.
    init(images: Int, suspectRows: Int) {
        let rows = (images + ContactSheet.columns - 1) / ContactSheet.columns
        suspectsTop = rows * Self.cellSize + Self.separator
        width = ContactSheet.columns * Self.cellSize
        height =
            suspectRows == 0 ? rows * Self.cellSize : suspectsTop + suspectRows * Self.cellSize
        pixels = [UInt8](repeating: 0, count: 3 * width * height)
        fill(x: 0, y: 0, width: width, height: height, Self.background)
        guard suspectRows > 0 else { return }
        fill(
            x: 0, y: suspectsTop - Self.separator / 2 - 1, width: width, height: 2, Self.line)
    }

    /// The sheet as it is now.
    var image: Image { Image(width: width, height: height, pixels: pixels) }

    /// Draws an image of the upper part.
    mutating func draw(_ picture: Image?, cell: Int) {
        let (row, column) = cell.quotientAndRemainder(dividingBy: ContactSheet.columns)
        draw(
            picture, x: column * Self.cellSize + Self.margin, y: row * Self.cellSize + Self.margin)
    }

    /// Draws suspects side by side in one frame.
    mutating func draw(_ pictures: [Image?], suspectRow: Int, column: Int, frame: Color) {
        let (left, top) = (column * Self.cellSize, suspectsTop + suspectRow * Self.cellSize)
        // One pixel is left on each side, so that frames of neighbours do not touch.
        fill(
            x: left + 1, y: top + 1, width: pictures.count * Self.cellSize - 2,
            height: Self.cellSize - 2, frame)
        for (index, picture) in pictures.enumerated() {
            draw(picture, x: left + index * Self.cellSize + Self.margin, y: top + Self.margin)
        }
    }

    private mutating func draw(_ picture: Image?, x: Int, y: Int) {
        let size = ContactSheet.imageSize
        guard let picture else {
            return fill(x: x, y: y, width: size, height: size, Self.background)
        }
        for row in 0..<size {
            let (target, source) = (3 * ((y + row) * width + x), 3 * row * size)
            pixels.replaceSubrange(
                target..<target + 3 * size, with: picture.pixels[source..<source + 3 * size])
        }
    }

    private mutating func fill(x: Int, y: Int, width: Int, height: Int, _ color: Color) {
        let row = (0..<width).flatMap { _ in [color.red, color.green, color.blue] }
        for line in y..<y + height {
            let start = 3 * (line * self.width + x)
            pixels.replaceSubrange(start..<start + row.count, with: row)
        }
    }
}
