extension Image {
    /// The image seen in a mirror: left and right change places.
    ///
    /// - Returns: An image of the same size.
    public func mirrored() -> Image {
        rearranged(width: width, height: height) { x, y in (width - 1 - x, y) }
    }

    /// The largest square in the middle.
    ///
    /// Where the margin is odd, the spare row or column goes at the bottom or on the right.
    ///
    /// - Returns: An image of `min(width, height)` pixels a side.
    public func centerSquare() -> Image {
        let side = min(width, height)
        let (left, top) = ((width - side) / 2, (height - side) / 2)
        guard width != height else { return self }
        return rearranged(width: side, height: side) { x, y in (left + x, top + y) }
    }

    /// An image whose pixel at (x, y) is this image's pixel at `source(x, y)`.
    package func rearranged(
        width newWidth: Int, height newHeight: Int, from source: (Int, Int) -> (x: Int, y: Int)
    ) -> Image {
        var result: [UInt8] = []
        result.reserveCapacity(3 * newWidth * newHeight)
        for y in 0..<newHeight {
            for x in 0..<newWidth {
                let place = source(x, y)
                let start = 3 * (place.y * width + place.x)
                result.append(pixels[start])
                result.append(pixels[start + 1])
                result.append(pixels[start + 2])
            }
        }
        return Image(width: newWidth, height: newHeight, pixels: result)
    }
}
