/// A place between four pixels of a picture, and their shares in it.
package struct BilinearPlace {
    /// How far outside of the picture a place still counts as on its edge, in pixels: directions
    /// are in single precision, which moves a place by less than 1e-4.
    private static let slack = 1e-3

    private let topLeft: Int
    private let size: Int
    private let across: Double
    private let down: Double

    /// A place in a picture; nil where it is outside.
    ///
    /// - Parameters:
    ///   - place: In pixels.
    ///   - size: Pixels on a side, at least 2.
    package init?(_ place: PixelProjection.Place, size: Int) {
        let inside = -Self.slack...Double(size - 1) + Self.slack
        guard inside.contains(place.column), inside.contains(place.row) else { return nil }
        let column = min(max(Int(place.column), 0), size - 2)
        let row = min(max(Int(place.row), 0), size - 2)
        (topLeft, self.size) = (row * size + column, size)
        across = min(max(place.column - Double(column), 0), 1)
        down = min(max(place.row - Double(row), 0), 1)
    }

    /// The value there, linear in both directions; NaN where one of the four pixels has none.
    ///
    /// - Parameters:
    ///   - values: `[R · channels]`.
    ///   - channel: Which one.
    ///   - channels: How many.
    /// - Returns: The mean of the four pixels by their shares.
    package func value(in values: [Float], channel: Int = 0, of channels: Int = 1) -> Double {
        func pixel(_ offset: Int) -> Double {
            Double(values[(topLeft + offset) * channels + channel])
        }
        let top = (1 - across) * pixel(0) + across * pixel(1)
        let bottom = (1 - across) * pixel(size) + across * pixel(size + 1)
        return (1 - down) * top + down * bottom
    }
}
