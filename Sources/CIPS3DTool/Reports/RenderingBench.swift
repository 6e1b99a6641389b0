import CIPS3DModel
import CIPS3DRenderer
import CIPS3DTraining
import Foundation
import HeadPictures
import ParallelWork
import RunSettings
import SafeTensors

/// Pictures of one model, timed.
struct RenderingBench {
    /// What is rendered.
    enum Source {
        /// Random weights of these sizes.
        case preset(Preset, Configuration)
        /// A trained model.
        case folder(ModelFolder)

        /// The preset's name or the folder's path.
        var name: String {
            switch self {
            case .preset(let preset, _): preset.rawValue
            case .folder(let folder): folder.url.relativePath
            }
        }

        /// What the weights are.
        var weightsName: String {
            switch self {
            case .preset: "random weights"
            case .folder: "weights of the folder"
            }
        }
    }

    private let configuration: ModelConfiguration
    private let weights: GeneratorWeights
    private let threads: Int
    private let runs: Int

    /// Makes or reads the weights.
    ///
    /// - Parameters:
    ///   - source: What is rendered.
    ///   - threads: How many compute.
    ///   - runs: How many pictures of a size are timed.
    /// - Throws: An error of one sentence for a folder that cannot be used.
    init(_ source: Source, threads: Int, runs: Int) throws {
        (self.threads, self.runs) = (threads, runs)
        switch source {
        case .preset(_, let whole):
            configuration = ModelConfiguration(whole)
            weights = .initial(configuration.generator, seed: 0)
        case .folder(let folder):
            configuration = try folder.readConfiguration()
            weights = try GeneratorWeights(
                SafeTensorsFile(contentsOf: folder.weightsURL),
                configuration: configuration.generator)
        }
    }

    /// Times pictures, after one that is not timed.
    ///
    /// - Parameters:
    ///   - size: Pixels on a side.
    ///   - precision: With which precision.
    ///   - peak: What the machine could do at most.
    /// - Returns: The row of the table.
    /// - Throws: `InstructionSetError` where the environment names an unknown instruction set.
    func row(size: Int, precision: Precision, peak: MachinePeak) throws -> BenchReport.Row {
        let options = FusedEngine.Options(precision: precision, threads: threads)
        let engine = try FusedEngine(
            configuration: configuration, weights: weights, options: options)
        PeakMemory.reset()
        try renderPicture(engine, size: size)
        let seconds = BenchReport.Seconds(
            try (0..<runs).map { _ in
                try ContinuousClock().measure { try renderPicture(engine, size: size) }
                    / .seconds(1)
            })
        let operations = configuration.generator.operationsPerPixel(camera: configuration.camera)
        let gigaflops = Double(size * size * operations) * 1e-9
        let rate = gigaflops / seconds.median
        return BenchReport.Row(
            size: size, precision: precision, seconds: seconds, gigaflops: gigaflops,
            gigaflopsPerSecond: rate,
            percentOfPeak: 100 * rate / peak.gigaflopsPerSecond(precision),
            peakMemoryMiB: Double(PeakMemory.bytes) / Double(1 << 20))
    }

    /// What `render` does between reading the model and writing the file.
    private func renderPicture(_ engine: some HeadEngine, size: Int) throws {
        var sheet = PictureSheet<UInt8>(pictures: 1, columns: 1, size: size, channels: 3)
        try ToolError.naming("The head of seed 0") {
            let head = try engine.makeHead(engine.makeStyles(seed: 0))
            let request = PictureRequest(from: Camera(configuration.camera), size: size)
            try head.render(request, cancellation: Cancellation()) {
                sheet.place($0.colorBytes, pixels: $0.pixels, picture: 0)
            }
        }
    }
}
