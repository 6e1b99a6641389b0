import CKernels
import InnerLoops

/// Samples of both passes brought into the order of their distances, and their weights back.
final class SampleSorting {
    private let samples: Int
    private let lanes: Int
    private let kernels: ck_kernels
    private let ranks: UnsafeMutableBufferPointer<Int32>
    /// Sorted, `[samples][lanes]`.
    let distances: PanelBuffer
    let rawDensity: PanelBuffer
    let weights: PanelBuffer

    init(samples: Int, kernels: Kernels) {
        (self.samples, lanes) = (samples, kernels.lanes)
        self.kernels = kernels.functions
        ranks = .allocate(capacity: samples * kernels.lanes)
        ranks.initialize(repeating: 0)
        distances = PanelBuffer(count: samples * kernels.lanes)
        rawDensity = PanelBuffer(count: samples * kernels.lanes)
        weights = PanelBuffer(count: samples * kernels.lanes)
    }

    deinit { ranks.deallocate() }

    /// Fills `distances` and `rawDensity` from values in the order of evaluation.
    func sort(_ distances: UnsafePointer<Float>, _ rawDensity: UnsafePointer<Float>) {
        kernels.ranks(Int32(samples), distances, ranks.baseAddress)
        forEachPlace { from, to in
            self.distances.start[to] = distances[from]
            self.rawDensity.start[to] = rawDensity[from]
        }
    }

    /// Brings numbers of samples into the order that `sort` found.
    func sort(_ values: PanelBuffer, to sorted: PanelBuffer) {
        forEachPlace { from, to in sorted.start[to] = values.start[from] }
    }

    /// Brings sorted numbers back into the order of evaluation.
    func unsort(_ sorted: PanelBuffer, to values: PanelBuffer) {
        forEachPlace { from, to in values.start[from] = sorted.start[to] }
    }

    @inline(__always)
    private func forEachPlace(_ body: (_ from: Int, _ to: Int) -> Void) {
        guard let ranks = ranks.baseAddress else { return }
        for first in stride(from: 0, to: samples * lanes, by: lanes) {
            for lane in 0..<lanes {
                body(first + lane, Int(ranks[first + lane]) * lanes + lane)
            }
        }
    }
}
