import CIPS3DModel
import CIPS3DNetworks
import CIPS3DRenderer
import CIPS3DTraining
import HeadPictures
import InnerLoops
import Torch

/// Recomputes images and depth of a generator with the fused renderer, as applications render them: the
/// styles too without libtorch.
enum FusedVerification {
    /// Renders and compares what is recorded of it.
    ///
    /// - Parameters:
    ///   - record: A recorded generator.
    ///   - instructionSet: What the inner loops are written for.
    /// - Returns: How far the outputs are.
    /// - Throws: ``VerificationError``.
    static func compare(
        _ record: RecordedComputation, _ instructionSet: InstructionSet
    ) throws -> [VerificationReport.Comparison] {
        let settings = record.configuration
        let sizes = try settings.generator()
        let camera = try settings.camera(background: settings.background())
        let size = try settings.size()
        let shapes = shapes(sizes)
        let weights = try GeneratorWeights(configuration: sizes) { name in
            try record.tensor("weights/" + name, shapes[name] ?? []).array()
        }
        let inputs = try record.inputs("input/", generator: sizes, camera: camera, size: size)
        // Which pixels carry gradient does not change what they show.
        if record.has("input/keep") { _ = try record.pixels("input/keep", size: size) }
        let truncation = try GeneratorVerification.truncation(record, sizes)
        let images = FusedImages(weights, camera: camera, instructionSet: instructionSet)
            .render(
                inputs, size: size, threads: TorchRuntime.threadCount,
                truncation: truncation?.by ?? .off,
                mean: truncation.map { truncation in
                    MeanStyles(
                        shape: truncation.mean.shape.array(),
                        appearance: truncation.mean.appearance.array())
                }
            ).images(size: size)
        return try GeneratorVerification.compareOutputs(record, images)
    }

    private static func shapes(_ sizes: GeneratorConfiguration) -> [String: [Int]] {
        Dictionary(
            uniqueKeysWithValues: PublishedNames.tensors(of: sizes).map { ($0.name, $0.shape) })
    }
}
