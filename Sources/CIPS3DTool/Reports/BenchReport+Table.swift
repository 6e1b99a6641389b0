import CIPS3DRenderer
import Foundation

extension BenchReport {
    /// What the rows stand below, a line each.
    ///
    /// - Parameters:
    ///   - weights: What the weights are.
    ///   - memory: Of the process before anything is rendered, in bytes.
    /// - Returns: The lines.
    func heading(weights: String, memory: Int) -> [String] {
        let float32 = String(format: "%.1f GFLOP/s float32", machine.peak.float32)
        let bfloat16 =
            machine.peak.bfloat16.map { String(format: "%.1f bfloat16", $0) }
            ?? "no instruction for bfloat16"
        return [
            "processor  \(machine.processor), \(machine.instructions), threads \(machine.threads)",
            "peak       \(float32), \(bfloat16)",
            "model      \(model), \(weights)",
            "memory     \(memory >> 20) MiB of it are the program, its libraries and the weights",
            "",
            "   size  precision      median     minimum     maximum      GFLOP   GFLOP/s   of peak"
                + "     memory",
        ]
    }

    /// What has to be known to read the rows, a line each.
    var notes: [String] {
        let isHeldAgainstFloat32 =
            machine.peak.bfloat16 == nil && rows.contains { $0.precision == .bfloat16 }
        return isHeldAgainstFloat32
            ? ["bfloat16 is held against the peak of float32: there is no instruction for it here."]
            : []
    }
}

extension BenchReport.Row {
    /// A line of the table.
    var line: String {
        let name = precision.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0)
        return String(format: "%7d  ", size) + name
            + String(
                format: " %9.4f s %9.4f s %9.4f s", seconds.median, seconds.minimum,
                seconds.maximum)
            + String(
                format: "%11.3f %9.1f %7.1f %% %6.1f MiB", gigaflops, gigaflopsPerSecond,
                percentOfPeak, peakMemoryMiB)
    }
}
