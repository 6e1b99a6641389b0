import CIPS3DModel

extension RenderedPixels {
    /// The colours as eight bits a channel, as image files and screens take them.
    ///
    /// Red, green and blue of each pixel, row by row from the top left, `[count · 3]`:
    /// round((x + 1) · 127.5) of each value in `color`, and the nearest end for what is outside.
    public var colorBytes: [UInt8] { color.map(UInt8.init(color:)) }

    /// What the NeRF alone paints, likewise, `[count · 3]`.
    public var auxiliaryBytes: [UInt8] { auxiliary.map(UInt8.init(color:)) }

    /// The colours with the head's opacity, `[count · 4]`; they are not multiplied by it.
    public var transparentBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4 * opacity.count)
        for (pixel, opacity) in opacity.enumerated() {
            for channel in 0..<3 { bytes.append(UInt8(color: color[3 * pixel + channel])) }
            bytes.append(UInt8((255 * min(max(opacity, 0), 1)).rounded()))
        }
        return bytes
    }

    /// Depths to look at: white at the near end of the rays, black at the far one, `[count · 3]`.
    ///
    /// - Parameter camera: From where the pixels were rendered.
    /// - Returns: The same number for red, green and blue.
    public func depthBytes(from camera: Camera) -> [UInt8] {
        let (near, far) = (Float(camera.near), Float(camera.far))
        return withRestAt(camera.far).depth.flatMap { depth in
            let share = min(max((far - depth) / (far - near), 0), 1)
            return [UInt8](repeating: UInt8((255 * share).rounded()), count: 3)
        }
    }
}
