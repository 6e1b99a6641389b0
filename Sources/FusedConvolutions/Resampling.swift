import CKernels
import InnerLoops

/// Bilinear resampling of square images, forwards and backwards.
///
/// Result i stands at (i + 1/2) S / R - 1/2 of the S pixels of a side, and what would lie before the
/// first or behind the last pixel is that pixel: PyTorch's `align_corners=False`.
package struct Resampling: Sendable {
    private struct Terms: Sendable {
        var starts: [Int32] = [0]
        var from: [Int32] = []
        var shares: [Float] = []
    }

    /// Pixels on a side before and behind.
    let side: Int
    let resultSide: Int
    private let forwards: Terms
    private let backwards: Terms

    package init(from side: Int, to resultSide: Int) {
        (self.side, self.resultSide) = (side, resultSide)
        let ofSide = (0..<resultSide).map { Self.terms(ofResult: $0, side, resultSide) }
        var forwards = Terms()
        var turned = [[(Int32, Float)]](repeating: [], count: side * side)
        for row in 0..<resultSide {
            for column in 0..<resultSide {
                for (y, ofRow) in ofSide[row] {
                    for (x, ofColumn) in ofSide[column] {
                        forwards.from.append(Int32(y * side + x))
                        forwards.shares.append(ofRow * ofColumn)
                        turned[y * side + x].append(
                            (Int32(row * resultSide + column), ofRow * ofColumn))
                    }
                }
                forwards.starts.append(Int32(forwards.from.count))
            }
        }
        var backwards = Terms()
        for terms in turned {
            backwards.from += terms.map(\.0)
            backwards.shares += terms.map(\.1)
            backwards.starts.append(Int32(backwards.from.count))
        }
        (self.forwards, self.backwards) = (forwards, backwards)
    }

    /// Resamples images, or adds them resampled to what is there.
    package func callAsFunction(
        _ images: Int, channels: Int, _ x: ImageRows, to y: ImageRows, adds: Bool = false,
        _ kernels: Kernels
    ) {
        Self.blend(forwards, images, channels, x, y, adds, kernels)
    }

    /// Leads slopes of the results back to the images, or adds them to what is there.
    package func leadBack(
        _ images: Int, channels: Int, _ slopes: ImageRows, to x: ImageRows, adds: Bool = false,
        _ kernels: Kernels
    ) {
        Self.blend(backwards, images, channels, slopes, x, adds, kernels)
    }

    private static func terms(
        ofResult result: Int, _ side: Int, _ resultSide: Int
    ) -> [(Int, Float)] {
        let place = (Float(result) + 0.5) * (Float(side) / Float(resultSide)) - 0.5
        let inside = max(place, 0)
        let first = min(Int(inside), side - 1)
        let share = inside - Float(first)
        guard first + 1 < side, share > 0 else { return [(first, 1)] }
        return [(first, 1 - share), (first + 1, share)]
    }

    private static func blend(
        _ terms: Terms, _ images: Int, _ channels: Int, _ x: ImageRows, _ y: ImageRows,
        _ adds: Bool, _ kernels: Kernels
    ) {
        var (x, y) = (x.kernels, y.kernels)
        terms.starts.withUnsafeBufferPointer { starts in
            terms.from.withUnsafeBufferPointer { from in
                terms.shares.withUnsafeBufferPointer { shares in
                    var blend = ck_blend(
                        pixels: Int32(starts.count - 1), starts: starts.baseAddress,
                        from: from.baseAddress, shares: shares.baseAddress)
                    kernels.functions.blend(&blend, Int32(channels), Int32(images), &x, &y, adds)
                }
            }
        }
    }
}
