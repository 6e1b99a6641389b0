/// A sheet of equal images in rows and columns.
public struct ImageGrid: Sendable, Equatable {
    /// Rows of images.
    public let rows: Int
    /// Images in a row.
    public let columns: Int
    /// Black pixels between neighbours.
    public let gap: Int

    /// A sheet.
    ///
    /// - Parameters:
    ///   - rows: Rows of images, at least 1.
    ///   - columns: Images in a row, at least 1.
    ///   - gap: Black pixels between neighbours, at least 0.
    public init(rows: Int, columns: Int, gap: Int = 0) {
        precondition(
            rows > 0 && columns > 0 && gap >= 0,
            "a grid of \(rows) x \(columns) images with a gap of \(gap)")
        self.rows = rows
        self.columns = columns
        self.gap = gap
    }

    /// Lays out images row by row, from the top left.
    ///
    /// - Parameter images: At least one and at most `rows · columns`, all of one size.
    /// - Returns: The sheet, `columns · width + (columns - 1) · gap` pixels wide and likewise high;
    ///   cells without an image are black.
    public func arranged(_ images: [Image]) -> Image {
        precondition(
            images.count <= rows * columns,
            "\(images.count) images do not fit in \(rows) x \(columns) cells")
        guard let first = images.first else { preconditionFailure("a grid of no images") }
        var sheet = Image(
            width: columns * (first.width + gap) - gap, height: rows * (first.height + gap) - gap)
        for (index, image) in images.enumerated() {
            precondition(
                image.width == first.width && image.height == first.height,
                "image \(index) is \(image.width) x \(image.height) in a grid of "
                    + "\(first.width) x \(first.height)")
            let left = index % columns * (first.width + gap)
            let top = index / columns * (first.height + gap)
            for y in 0..<image.height {
                let target = 3 * ((top + y) * sheet.width + left)
                let source = 3 * y * image.width
                let count = 3 * image.width
                sheet.pixels.replaceSubrange(
                    target..<target + count, with: image.pixels[source..<source + count])
            }
        }
        return sheet
    }
}
