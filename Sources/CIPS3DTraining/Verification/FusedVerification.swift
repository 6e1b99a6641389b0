import CIPS3DModel
import CIPS3DNetworks
import CIPS3DRenderer
import Torch

/// Recomputes images and depth of a generator with the fused renderer.
enum FusedVerification {
    /// Renders and compares what is recorded of it.
    ///
    /// - Parameters:
    ///   - record: A recorded generator.
    ///   - instructionSet: What the inner loops are written for.
    /// - Returns: How far the outputs are, and the names of the gradients, which are only checked
    ///   for their shapes: this engine computes none.
    /// - Throws: ``VerificationError``.
    static func compare(
        _ record: RecordedComputation, _ instructionSet: InstructionSet
    ) throws -> (compared: [VerificationReport.Comparison], passedOver: [String]) {
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
        let images = FusedGenerator(weights, camera: camera, instructionSet: instructionSet)
            .render(
                inputs, size: size, threads: TorchRuntime.threadCount,
                truncation: truncation?.by ?? .off,
                mean: truncation.map { truncation in
                    MeanStyle.Value(
                        shape: truncation.mean.shape.array(),
                        appearance: truncation.mean.appearance.array())
                }
            ).images(size: size)
        return (
            try GeneratorVerification.compareOutputs(record, images),
            try gradients(record, shapes, images)
        )
    }

    private static func shapes(_ sizes: GeneratorConfiguration) -> [String: [Int]] {
        Dictionary(
            uniqueKeysWithValues: PublishedNames.tensors(of: sizes).map { ($0.name, $0.shape) })
    }

    /// The names of recorded gradients, after a look at whether they are what they should be.
    private static func gradients(
        _ record: RecordedComputation, _ shapes: [String: [Int]], _ images: RenderedImages
    ) throws -> [String] {
        let names = record.names(under: "gradient/")
        guard !names.isEmpty else { return [] }
        for name in ["input/image_cotangent", "input/aux_cotangent"] {
            _ = try record.input(name, images.color.shape)
        }
        // A gradient of no parameter stays unread, and is refused.
        return try names.filter { name in
            guard let shape = shapes[String(name.dropFirst("gradient/".count))] else {
                return false
            }
            _ = try record.tensor(name, shape)
            return true
        }
    }
}
