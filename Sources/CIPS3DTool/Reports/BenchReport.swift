import CIPS3DRenderer

/// What `bench` measured, as its JSON has it.
struct BenchReport: Codable {
    /// Where it was measured.
    struct Machine: Codable {
        /// The processor's model.
        let processor: String
        /// The instruction set that the renderer used.
        let instructions: String
        let threads: Int
        let peak: Peak
    }

    /// The most multiply-adds of all threads together, in GFLOP/s.
    struct Peak: Codable {
        let float32: Double
        /// Nil where the processor has no instruction for it.
        let bfloat16: Double?

        /// Says null, and does not leave the key out, where there is no instruction.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(float32, forKey: .float32)
            try container.encode(bfloat16, forKey: .bfloat16)
        }
    }

    /// Pictures of one size in one precision.
    struct Row: Codable {
        /// Pixels on a side.
        let size: Int
        let precision: Precision
        let seconds: Seconds
        /// Operations of a picture, in GFLOP, by the nominal count.
        let gigaflops: Double
        /// In the median.
        let gigaflopsPerSecond: Double
        /// In the median, of the peak of the precision.
        let percentOfPeak: Double
        /// Of the whole process, its libraries and the weights included.
        let peakMemoryMiB: Double
    }

    /// For one picture, its head included.
    struct Seconds: Codable {
        let median: Double
        let minimum: Double
        let maximum: Double
        /// How many pictures were timed.
        let runs: Int

        /// - Parameter times: Of each picture, at least one.
        init(_ times: [Double]) {
            let sorted = times.sorted()
            let middle = sorted.count / 2
            median =
                sorted.count.isMultiple(of: 2)
                ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
            (minimum, maximum) = (sorted[0], sorted[sorted.count - 1])
            runs = sorted.count
        }
    }

    let machine: Machine
    /// The preset's name or the model's folder.
    let model: String
    var rows: [Row]
}

extension Precision: Codable {}
