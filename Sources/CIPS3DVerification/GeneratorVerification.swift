import CIPS3DModel
import CIPS3DNetworks
import CIPS3DTraining
import Torch
import TorchNN
import VolumeRendering

/// Recomputes images, depth and gradients of a generator.
enum GeneratorVerification {
    /// float64 against float32 moves outputs by at most 6e-6.
    static let outputTolerance = 2e-5
    /// float64 against float32 moves gradients by at most 3e-5 of their norm.
    static let gradientTolerance = 2e-4

    /// Renders a recorded generator's images, with their graph, and compares them and its gradients.
    ///
    /// - Parameters:
    ///   - record: A recorded generator.
    ///   - engine: What renders, and leads slopes back.
    /// - Returns: How far everything is that is recorded.
    /// - Throws: ``VerificationError``.
    static func compare(
        _ record: RecordedComputation, _ engine: TrainingEngine = .torch
    ) throws -> [VerificationReport.Comparison] {
        let settings = record.configuration
        let sizes = try settings.generator()
        let camera = try settings.camera(background: settings.background())
        let size = try settings.size()
        let parameters = ParameterStore()
        let generator = Generator(sizes, camera: camera, parameters: parameters)
        try record.load("weights/", into: parameters)
        let inputs = try record.inputs("input/", generator: sizes, camera: camera, size: size)
        let pixels =
            record.has("input/keep") ? try record.pixels("input/keep", size: size) : nil
        let styles = try styles(generator, inputs, record)
        let images =
            switch engine {
            case .torch:
                generator.render(
                    Rays(cameras: inputs.cameras, size: size), styles: styles,
                    draws: inputs.draws, gradientPixels: pixels
                ).images(size: size)
            case .fused(let set, let threads):
                generator.fusedImages(
                    inputs, styles: styles, size: size, gradientPixels: pixels,
                    instructionSet: set, threads: threads)
            }
        return try compareOutputs(record, images) + compareGradients(record, images, parameters)
    }

    /// Holds rendered images against the recorded ones.
    static func compareOutputs(
        _ record: RecordedComputation, _ images: RenderedImages
    ) throws -> [VerificationReport.Comparison] {
        try [
            ("output/image", images.color), ("output/aux", images.auxiliary),
            ("output/depth", images.depth),
        ].map { name, mine in
            .init(name, mine, try record.tensor(name, mine.shape), largest: outputTolerance)
        }
    }

    /// How far styles are drawn towards which mean, `[1, width]` each; nil where they are not.
    static func truncation(
        _ record: RecordedComputation, _ sizes: GeneratorConfiguration
    ) throws -> (by: Truncation, mean: Styles)? {
        let psi = try record.configuration.number("psi")
        let names = ["input/mean_nerf", "input/mean_inr"]
        guard psi < 1 || names.contains(where: record.has) else { return nil }
        let mean = Styles(
            shape: try record.input(names[0], [1, sizes.nerf.styleWidth]),
            appearance: try record.input(names[1], [1, sizes.inr.styleWidth]))
        // The reference truncates below 1 only.
        return psi < 1 ? (Truncation(psi: psi), mean) : nil
    }

    private static func styles(
        _ generator: Generator, _ inputs: GeneratorInputs, _ record: RecordedComputation
    ) throws -> Styles {
        let styles = generator.styles(
            shapeCodes: inputs.shapeCodes, appearanceCodes: inputs.appearanceCodes)
        guard let (truncation, mean) = try truncation(record, generator.configuration) else {
            return styles
        }
        return styles.truncated(truncation, mean: mean)
    }

    /// Gradients of sum(image · cotangent) + sum(aux · cotangent).
    private static func compareGradients(
        _ record: RecordedComputation, _ images: RenderedImages, _ parameters: ParameterStore
    ) throws -> [VerificationReport.Comparison] {
        let recorded = record.names(under: "gradient/")
        guard !recorded.isEmpty else { return [] }
        let cotangents = try ["input/image_cotangent", "input/aux_cotangent"].map {
            try record.input($0, images.color.shape)
        }
        let known = Set(parameters.learnedPaths.map { "gradient/" + $0 })
        let names = recorded.filter(known.contains)
        let tensors = names.compactMap { parameters[String($0.dropFirst("gradient/".count))] }
        let mine = gradients(
            of: [images.color, images.auxiliary], withRespectTo: tensors, cotangents: cotangents)
        return try zip(names, zip(tensors, mine)).map { name, pair in
            .init(
                name, pair.1 ?? pair.0.detached().zerosLike(),
                try record.tensor(name, pair.0.shape), relativeNorm: gradientTolerance)
        }
    }
}
