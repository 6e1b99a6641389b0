import Foundation

/// The weights that scale one direction of an image; see `Image.resized(width:height:)`.
struct LanczosFilter {
    /// Fraction bits of a weight.
    ///
    /// Eight bits are the sample's and two leave room for the weights' sum of magnitudes, which
    /// lobes below zero raise over 1.
    private static let fractionBits: Int32 = 32 - 8 - 2

    /// For each place of the result, the first place of the source that counts.
    private var firsts: [Int] = []
    /// For each place of the result, where its weights begin in `weights`; one more at the end.
    private var starts: [Int] = [0]
    private var weights: [Int32] = []

    /// The filter that brings `oldCount` samples to `newCount`.
    init(from oldCount: Int, to newCount: Int) {
        let scale = Double(oldCount) / Double(newCount)
        let widening = max(scale, 1)
        let support = 3 * widening
        for place in 0..<newCount {
            let center = (Double(place) + 0.5) * scale
            let first = max(Int(center - support + 0.5), 0)
            let end = min(Int(center + support + 0.5), oldCount)
            let raw = (first..<end).map { Self.lanczos((Double($0) - center + 0.5) / widening) }
            let sum = raw.reduce(0, +)
            firsts.append(first)
            weights += raw.map { Self.fixed($0 / sum) }
            starts.append(weights.count)
        }
    }

    /// Computes `count` neighbouring values of the result that share their weights.
    ///
    /// - Parameters:
    ///   - index: The place of the result.
    ///   - source: The source's samples.
    ///   - start: Where the source's place 0 is in `source`.
    ///   - step: From one place of the source to the next.
    ///   - target: The result's samples.
    ///   - place: Where the first value goes in `target`.
    ///   - count: How many values.
    func apply(
        at index: Int, source: UnsafeBufferPointer<UInt8>, start: Int, step: Int,
        target: UnsafeMutableBufferPointer<UInt8>, place: Int, count: Int
    ) {
        let range = starts[index]..<starts[index + 1]
        let origin = start + firsts[index] * step
        weights.withUnsafeBufferPointer { weights in
            for value in 0..<count {
                var sum: Int32 = 1 << (Self.fractionBits - 1)  // rounds to nearest
                var position = origin + value
                for weight in range {
                    sum &+= Int32(source[position]) &* weights[weight]
                    position += step
                }
                target[place + value] = UInt8(clamping: sum >> Self.fractionBits)
            }
        }
    }

    private static func fixed(_ weight: Double) -> Int32 {
        Int32((weight * Double(1 << fractionBits)).rounded(.toNearestOrAwayFromZero))
    }

    private static func lanczos(_ t: Double) -> Double {
        abs(t) < 3 ? sinc(t) * sinc(t / 3) : 0
    }

    private static func sinc(_ t: Double) -> Double {
        t == 0 ? 1 : sin(.pi * t) / (.pi * t)
    }
}
