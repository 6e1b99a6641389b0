/// Square pictures of one size in a near-square grid, filled run by run.
///
/// The samples lie where an image file wants them, so that a large picture is in memory once.
struct PictureSheet<Sample: FixedWidthInteger> {
    /// Pixels in a row of the sheet.
    let width: Int
    /// Rows of pixels.
    let height: Int
    /// All samples, row by row from the top left, `[height · width · channels]`.
    private(set) var samples: [Sample]
    private let columns: Int
    private let size: Int
    private let channels: Int

    /// A black sheet.
    ///
    /// - Parameters:
    ///   - pictures: How many will be placed.
    ///   - size: Pixels on a side of each.
    ///   - channels: Samples of a pixel.
    init(pictures: Int, size: Int, channels: Int) {
        columns = Self.columns(for: pictures)
        (width, height) = (columns * size, (pictures + columns - 1) / columns * size)
        samples = [Sample](repeating: 0, count: width * height * channels)
        (self.size, self.channels) = (size, channels)
    }

    /// Pictures in a row: as many as there are rows, or one more.
    static func columns(for pictures: Int) -> Int {
        Int(Double(pictures).squareRoot().rounded(.up))
    }

    /// Puts some pixels of a picture into their places.
    ///
    /// - Parameters:
    ///   - values: Their samples.
    ///   - pixels: Which pixels, counted row by row.
    ///   - picture: Which picture.
    ///   - convert: Makes a sample of a value.
    mutating func place(
        _ values: [Float], pixels: Range<Int>, picture: Int, convert: (Float) -> Sample
    ) {
        let (cellRow, cellColumn) = picture.quotientAndRemainder(dividingBy: columns)
        for (index, pixel) in pixels.enumerated() {
            let (y, x) = pixel.quotientAndRemainder(dividingBy: size)
            let place = (cellRow * size + y) * width + cellColumn * size + x
            for channel in 0..<channels {
                samples[channels * place + channel] = convert(values[channels * index + channel])
            }
        }
    }
}

extension UInt16 {
    /// A depth as sixteen bits: 0 at `near`, 65535 at `far`.
    ///
    /// - Parameters:
    ///   - value: In scene units; what is outside becomes the nearest end, NaN becomes 0.
    ///   - near: Distance of the first sample.
    ///   - far: Distance of the last sample.
    init(depth value: Float, near: Double, far: Double) {
        let share = (Double(value) - near) / (far - near)
        self = share > 0 ? UInt16((Swift.min(share, 1) * 65_535).rounded()) : 0
    }
}
