/// Colours of the networks as bytes of image files.
extension UInt8 {
    /// A colour in [-1, 1] as eight bits: round((x + 1) · 127.5).
    ///
    /// - Parameter value: What is outside becomes the nearest end, NaN becomes 0.
    package init(color value: Float) {
        self = value > -1 ? UInt8(Swift.min((value + 1) * 127.5, 255).rounded()) : 0
    }
}
