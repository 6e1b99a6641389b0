import CKernels
import InnerLoops

/// Which pixels a convolution's results see: geometry alone.
///
/// Results that see the same taps of the kernel stand together, so that nothing is multiplied by the
/// zeros around an image. Turned round it says to which results a pixel gives, and through which taps:
/// a stride needs no special case in either direction.
final class Neighborhood: Sendable {
    /// A result, a tap, and the pixel that the result sees through it.
    struct Link: Equatable, Sendable {
        let result: Int
        let tap: Int
        let pixel: Int
    }

    /// Results that see the same taps.
    private struct Group: Sendable {
        let results: [Int32]
        let taps: [Int32]
        /// As `[taps][results]`.
        let pixels: [Int32]
    }

    private let groups: [Group]
    let links: [Link]

    /// The neighbours of square images.
    ///
    /// - Parameters:
    ///   - side: Pixels on a side.
    ///   - kernel: Taps on a side.
    ///   - stride: Pixels from one result to the next.
    ///   - padding: Zeros before the first pixel.
    ///   - resultSide: Results on a side.
    convenience init(side: Int, kernel: Int, stride: Int, padding: Int, resultSide: Int) {
        var links: [Link] = []
        for result in 0..<resultSide * resultSide {
            let (top, left) = (
                result / resultSide * stride - padding, result % resultSide * stride - padding
            )
            for tap in 0..<kernel * kernel {
                let (row, column) = (top + tap / kernel, left + tap % kernel)
                guard (0..<side).contains(row), (0..<side).contains(column) else { continue }
                links.append(Link(result: result, tap: tap, pixel: row * side + column))
            }
        }
        self.init(links)
    }

    /// - Parameter links: In any order.
    private init(_ links: [Link]) {
        self.links = links
        let ofResults = Dictionary(grouping: links, by: \.result)
        // In the order of results, so that neighbours stay neighbours.
        var (order, results): ([[Int]], [[Int]: [Int]]) = ([], [:])
        for (result, links) in ofResults.sorted(by: { $0.key < $1.key }) {
            let taps = links.map(\.tap).sorted()
            if results[taps] == nil { order.append(taps) }
            results[taps, default: []].append(result)
        }
        groups = order.map { taps in
            let members = results[taps] ?? []
            let pixels = taps.flatMap { tap in
                members.map { member in
                    Int32((ofResults[member] ?? []).first { $0.tap == tap }?.pixel ?? 0)
                }
            }
            return Group(
                results: members.map(Int32.init), taps: taps.map(Int32.init), pixels: pixels)
        }
    }

    /// From results to pixels.
    func turned() -> Neighborhood {
        Neighborhood(links.map { Link(result: $0.pixel, tap: $0.tap, pixel: $0.result) })
    }

    /// What is seen through each tap alone.
    func byTap(_ taps: Int) -> [Neighborhood] {
        (0..<taps).map { tap in Neighborhood(links.filter { $0.tap == tap }) }
    }

    /// Does something for each group.
    func forEachGroup(_ body: (UnsafePointer<ck_neighbors>) -> Void) {
        for group in groups {
            group.taps.withUnsafeBufferPointer { taps in
                group.pixels.withUnsafeBufferPointer { pixels in
                    group.results.withUnsafeBufferPointer { results in
                        var neighbors = ck_neighbors(
                            rows: Int32(results.count), taps: Int32(taps.count),
                            tap: taps.baseAddress, from: pixels.baseAddress,
                            to: results.baseAddress)
                        body(&neighbors)
                    }
                }
            }
        }
    }
}
