import Foundation

extension Image {
    /// The image scaled to a square, each direction by its own factor.
    ///
    /// - Parameter side: Pixels on a side, at least 1.
    /// - Returns: The scaled image; see `resized(width:height:)`.
    public func resized(to side: Int) -> Image { resized(width: side, height: side) }

    /// The image scaled with a Lanczos filter of three lobes.
    ///
    ///     L(t)  = sinc(t) · sinc(t / 3) for |t| < 3, else 0
    ///     out_i = Σ_j L((j + 1/2 - (i + 1/2) · s) / max(s, 1)) · in_j / Σ_j L(...)
    ///
    /// where s is the old size by the new. The filter widens with a reduction, so that fine
    /// patterns average out instead of aliasing. Rows are scaled first and rounded to eight bits,
    /// then columns. Samples beyond the edge do not count. The steps and the fixed-point numbers
    /// are Pillow's (`Image.LANCZOS`), so that both give the same pixels.
    ///
    /// - Parameters:
    ///   - newWidth: Pixels in a row of the result, at least 1.
    ///   - newHeight: Rows of the result, at least 1.
    /// - Returns: The scaled image. A direction whose size does not change is left as it is.
    public func resized(width newWidth: Int, height newHeight: Int) -> Image {
        precondition(
            newWidth > 0 && newHeight > 0,
            "an image cannot be resized to \(newWidth) x \(newHeight) pixels")
        var result = self
        if newWidth != width { result = result.withRowsScaled(to: newWidth) }
        if newHeight != height { result = result.withColumnsScaled(to: newHeight) }
        return result
    }

    private func withRowsScaled(to newWidth: Int) -> Image {
        let filter = LanczosFilter(from: width, to: newWidth)
        var result = Image(width: newWidth, height: height)
        pixels.withUnsafeBufferPointer { source in
            result.pixels.withUnsafeMutableBufferPointer { target in
                for y in 0..<height {
                    for x in 0..<newWidth {
                        filter.apply(
                            at: x, source: source, start: 3 * y * width, step: 3,
                            target: target, place: 3 * (y * newWidth + x), count: 3)
                    }
                }
            }
        }
        return result
    }

    private func withColumnsScaled(to newHeight: Int) -> Image {
        let filter = LanczosFilter(from: height, to: newHeight)
        var result = Image(width: width, height: newHeight)
        let rowCount = 3 * width
        pixels.withUnsafeBufferPointer { source in
            result.pixels.withUnsafeMutableBufferPointer { target in
                for y in 0..<newHeight {
                    filter.apply(
                        at: y, source: source, start: 0, step: rowCount,
                        target: target, place: y * rowCount, count: rowCount)
                }
            }
        }
        return result
    }
}
