/// Numbers at an address that is a multiple of 64 bytes, as the kernels want them; zeros at first.
///
/// Not checked by the compiler: whoever makes one writes to it before others read it.
final class PanelBuffer: @unchecked Sendable {
    /// The first number.
    let start: UnsafeMutablePointer<Float>
    /// How many there are.
    let count: Int

    init(count: Int) {
        self.count = count
        let bytes = max(count, 1) * MemoryLayout<Float>.stride
        start = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
            .bindMemory(to: Float.self, capacity: max(count, 1))
        start.initialize(repeating: 0, count: max(count, 1))
    }

    convenience init(_ values: [Float]) {
        self.init(count: values.count)
        start.update(from: values, count: values.count)
    }

    deinit { start.deallocate() }
}
