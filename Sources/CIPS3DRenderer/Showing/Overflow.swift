import CIPS3DModel
import HeadPictures
import InnerLoops

/// Where numbers end that a picture can be made of.
enum Overflow {
    /// From here on the square of a number is no float32 any more.
    static let limit: Float = 0x1p64

    /// Makes NaN of what is too large, before tanh hides it.
    ///
    /// - Parameters:
    ///   - numbers: What tanh is about to be taken of.
    ///   - count: How many.
    static func mark(_ numbers: UnsafeMutablePointer<Float>, count: Int) {
        for index in 0..<count { numbers[index] = marked(numbers[index]) }
    }

    /// The number; NaN where it is too large.
    @inline(__always)
    static func marked(_ number: Float) -> Float { abs(number) < limit ? number : .nan }

    /// Whether numbers are too large.
    ///
    /// - Parameters:
    ///   - buffer: The numbers; two in a word where they are narrow.
    ///   - narrow: Whether they are bfloat16.
    /// - Returns: True also where one is NaN.
    static func isIn(_ buffer: PanelBuffer, narrow: Bool = false) -> Bool {
        // Without signs, bits have the order of the numbers. No end before the last one: loops without are vectors.
        let low = narrow ? limit.bitPattern >> 16 : .max
        return buffer.start.withMemoryRebound(to: UInt32.self, capacity: buffer.count) { words in
            var isTooLarge = false
            for word in UnsafeBufferPointer(start: words, count: buffer.count) {
                let high = word & 0x7FFF_FFFF >= limit.bitPattern
                isTooLarge = isTooLarge || high || word & 0x7FFF >= low
            }
            return isTooLarge
        }
    }

    /// What is wrong with some numbers.
    ///
    /// - Parameter numbers: Of a layer.
    /// - Returns: Nil where nothing is.
    static func kind(of numbers: [Float]) -> PictureFault.Kind? {
        guard numbers.contains(where: { !(abs($0) < limit) }) else { return nil }
        return numbers.contains { abs($0) >= limit } ? .overflow : .notANumber
    }

    /// What is wrong with the numbers of a head.
    static func kind(of styles: HeadStyles) -> PictureFault.Kind? {
        kind(of: styles.shape + styles.appearances.joined())
    }
}
