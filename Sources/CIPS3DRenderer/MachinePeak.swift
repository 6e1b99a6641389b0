import CKernels
import InnerLoops
import ParallelWork

/// How many floating point operations a processor makes at most: multiply-adds on registers alone,
/// on several threads at once.
///
/// A fused multiply-add is two operations. Caches, memory and everything that is no multiply-add
/// only take away from it, so that it is what a program can be held against.
package struct MachinePeak: Sendable, Equatable {
    /// What the multiply-adds were written for: the fastest that the processor has.
    package let instructionSet: InstructionSet
    /// How many threads computed at once.
    package let threads: Int
    /// Single precision, in GFLOP/s of all threads together.
    package let float32: Double
    /// Products of bfloat16 with sums in single precision, in GFLOP/s of all threads together; nil
    /// where the processor has no instruction for it.
    package let bfloat16: Double?

    /// What a precision is held against, in GFLOP/s.
    ///
    /// - Parameter precision: Of the computation.
    /// - Returns: The peak of `float32` too where the processor does not multiply bfloat16.
    package func gigaflopsPerSecond(_ precision: Precision) -> Double {
        precision == .bfloat16 ? bfloat16 ?? float32 : float32
    }

    /// Measures the processor for about a second.
    ///
    /// `CIPS3D_ISA` plays no part: it slows the renderer down and not the machine.
    ///
    /// - Parameter threads: How many compute at once, at least 1.
    /// - Returns: The fastest of several measurements: what else the machine does only slows them.
    package static func measure(threads: Int) -> MachinePeak {
        precondition(threads > 0, "a peak of \(threads) threads")
        let set = InstructionSet.available.last ?? .portable
        let functions = set.functions
        return MachinePeak(
            instructionSet: set, threads: threads,
            float32: functions.map { fastest($0.peak_float32, threads: threads) } ?? 0,
            bfloat16: functions?.peak_bfloat16.map { fastest($0, threads: threads) })
    }

    private typealias MultiplyAdds = @convention(c) (Int64) -> Double

    /// How often a peak is measured, and for how long in seconds.
    private static let (measurements, duration) = (15, 0.04)

    private static func fastest(_ multiplyAdds: MultiplyAdds, threads: Int) -> Double {
        var iterations: Int64 = 1_000
        var (operations, seconds) = run(multiplyAdds, iterations, threads: threads)
        // As many as take long enough for starting the threads not to count.
        while seconds < duration {
            iterations *= seconds < duration / 8 ? 8 : 2
            (operations, seconds) = run(multiplyAdds, iterations, threads: threads)
        }
        let rates = (0..<measurements).map { _ in
            (operations, seconds) = run(multiplyAdds, iterations, threads: threads)
            return operations / seconds * 1e-9
        }
        return rates.max() ?? 0
    }

    /// Runs on all threads at once.
    ///
    /// - Returns: Operations of all threads, and the seconds until the last one was done.
    private static func run(
        _ multiplyAdds: MultiplyAdds, _ iterations: Int64, threads: Int
    ) -> (operations: Double, seconds: Double) {
        var operations: [Double] = []
        let elapsed = ContinuousClock().measure {
            operations = ThreadTeam(threads).map(threads) { _ in multiplyAdds(iterations) }
        }
        return (operations.reduce(0, +), elapsed / .seconds(1))
    }
}
