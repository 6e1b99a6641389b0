import CIPS3DModel

extension RenderedPixels {
    /// The colours as eight bits a channel, as image files and screens take them.
    ///
    /// Red, green and blue of each pixel, row by row from the top left, `[count · 3]`:
    /// round((x + 1) · 127.5) of each value in `color`, and the nearest end for what is outside.
    public var colorBytes: [UInt8] { color.map(UInt8.init(color:)) }
}
