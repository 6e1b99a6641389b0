import ImageFiles

/// What the middle square of an image looks like, from one pass over it without a copy.
///
/// The square, because training sees nothing else. Grey is Rec. 601's luma.
package struct SquareScan {
    /// Largest minus smallest channel of a pixel that still counts as grey.
    ///
    /// A grey JPEG that went through colour once has chroma that is off by one, which makes
    /// channels differ by up to 3. In 13,233 news photographs every limit from 2 to 10 finds the
    /// same 41 or 42.
    package static let greySpread: UInt8 = 4

    /// Mean grey, from 0 to 255.
    package let brightness: Double
    /// Standard deviation of grey.
    package let contrast: Double
    /// Whether no pixel has colour.
    package let isGrey: Bool
    /// The square at 16 x 16.
    package let thumbnail: GreyThumbnail

    /// Looks at an image.
    package init(_ image: Image) {
        let side = min(image.width, image.height)
        let (left, top) = ((image.width - side) / 2, (image.height - side) / 2)
        let average = AreaAverage(from: side, to: GreyThumbnail.side)
        var row = [Double](repeating: 0, count: side)
        var rows: [[Double]] = []
        var (sum, squares, spread) = (0, 0, UInt8.min)
        image.pixels.withUnsafeBufferPointer { pixels in
            for y in 0..<side {
                var place = 3 * ((top + y) * image.width + left)
                for x in 0..<side {
                    let (red, green, blue) = (pixels[place], pixels[place + 1], pixels[place + 2])
                    place += 3
                    let grey = (77 * Int(red) + 150 * Int(green) + 29 * Int(blue) + 128) >> 8
                    row[x] = Double(grey)
                    sum += grey
                    squares += grey * grey
                    spread = max(spread, max(red, green, blue) - min(red, green, blue))
                }
                rows.append(average(row))
            }
        }
        let count = Double(side * side)
        brightness = Double(sum) / count
        contrast = max(0, Double(squares) / count - brightness * brightness).squareRoot()
        isGrey = spread <= Self.greySpread
        thumbnail = GreyThumbnail(
            values: average.columns(of: rows).flatMap { $0.map { UInt8($0.rounded()) } })
    }
}
