/// Square pictures of one size in rows and columns, filled run by run.
///
/// The samples lie where an image file wants them, so that a large picture is in memory once.
public struct PictureSheet<Sample: Numeric & Sendable>: Sendable {
    /// Pixels in a row of the sheet.
    public let width: Int
    /// Rows of pixels.
    public let height: Int
    /// All samples, row by row from the top left, `[height · width · channels]`.
    public private(set) var samples: [Sample]
    private let columns: Int
    private let size: Int
    private let channels: Int

    /// A sheet of zeros.
    ///
    /// - Parameters:
    ///   - pictures: How many will be placed, row by row.
    ///   - columns: Pictures in a row.
    ///   - size: Pixels on a side of each.
    ///   - channels: Samples of a pixel.
    public init(pictures: Int, columns: Int, size: Int, channels: Int) {
        precondition(pictures > 0 && columns > 0 && size > 0, "a sheet of nothing")
        (self.columns, self.size, self.channels) = (columns, size, channels)
        (width, height) = (columns * size, (pictures + columns - 1) / columns * size)
        samples = [Sample](repeating: 0, count: width * height * channels)
    }

    /// Pictures in a row of a sheet that is nearly square: as many as there are rows, or one more.
    ///
    /// - Parameter pictures: How many there are.
    /// - Returns: At least 1.
    public static func columns(for pictures: Int) -> Int {
        Int(Double(pictures).squareRoot().rounded(.up))
    }

    /// Puts some pixels of a picture into their places.
    ///
    /// - Parameters:
    ///   - values: Their samples, `[pixels · channels]`.
    ///   - pixels: Which pixels, counted row by row.
    ///   - picture: Which picture.
    public mutating func place(_ values: [Sample], pixels: Range<Int>, picture: Int) {
        let (cellRow, cellColumn) = picture.quotientAndRemainder(dividingBy: columns)
        for (index, pixel) in pixels.enumerated() {
            let (y, x) = pixel.quotientAndRemainder(dividingBy: size)
            let place = (cellRow * size + y) * width + cellColumn * size + x
            for channel in 0..<channels {
                samples[channels * place + channel] = values[channels * index + channel]
            }
        }
    }
}
