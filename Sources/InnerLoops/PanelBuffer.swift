/// Numbers at an address that is a multiple of 64 bytes, as the kernels want them.
///
/// Not checked by the compiler: whoever makes one writes to it before others read it.
package final class PanelBuffer: @unchecked Sendable {
    /// The first number.
    package let start: UnsafeMutablePointer<Float>
    /// How many there are.
    package let count: Int

    /// Room for numbers.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - isZero: Whether they are zeros at first; else somebody writes all that are read.
    package init(count: Int, isZero: Bool = true) {
        self.count = count
        let bytes = max(count, 1) * MemoryLayout<Float>.stride
        start = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
            .bindMemory(to: Float.self, capacity: max(count, 1))
        if isZero { start.initialize(repeating: 0, count: max(count, 1)) }
    }

    package convenience init(_ values: [Float]) {
        self.init(count: values.count, isZero: false)
        start.update(from: values, count: values.count)
    }

    /// Its memory.
    package var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start, count: count * MemoryLayout<Float>.stride)
    }

    deinit { start.deallocate() }
}
