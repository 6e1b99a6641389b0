import CIPS3DModel

/// Numbers at a multiple of 64 bytes, as the kernels want their panels.
final class AlignedNumbers {
    let start: UnsafeMutablePointer<Float>
    let count: Int

    /// Zeros.
    init(count: Int) {
        self.count = count
        start =
            UnsafeMutableRawPointer
            .allocate(byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
            .bindMemory(to: Float.self, capacity: max(count, 1))
        start.initialize(repeating: 0, count: max(count, 1))
    }

    convenience init(_ values: [Float]) {
        self.init(count: values.count)
        start.update(from: values, count: values.count)
    }

    deinit { start.deallocate() }

    subscript(_ index: Int) -> Float {
        get { start[index] }
        set { start[index] = newValue }
    }

    /// All of them.
    var values: [Float] { (0..<count).map { start[$0] } }
}

extension LatentGenerator {
    /// Random numbers.
    mutating func uniforms(_ count: Int, _ range: ClosedRange<Float>) -> [Float] {
        (0..<count).map { _ in
            range.lowerBound + Float(nextUniform()) * (range.upperBound - range.lowerBound)
        }
    }
}
