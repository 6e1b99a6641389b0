import CIPS3DNetworks
import Torch
import TorchNN

extension Adversaries {
    /// One step of the discriminators; the generator stays.
    ///
    /// - Parameters:
    ///   - real: Photographs in [-1, 1], `[B, 3, S, S]`.
    ///   - inputs: What the generated images are made of.
    ///   - preparation: What images go through before they are judged.
    ///   - r1Weight: Weight of the penalty, where the discriminators want one; nil leaves it out.
    ///   - viewWeight: Weight of the view penalty; 0 leaves it out.
    ///   - fade: How far the resolution has faded in, 0...1.
    ///   - split: Which images are looked at together, photographs and all else being in its order;
    ///     nil is all of them.
    ///   - batch: The generated images, where all are looked at together and are there already; nil makes
    ///     them of the inputs.
    /// - Returns: What the step measured.
    /// - Throws: ``NotFinite`` before anything is learned; an error where another process is gone.
    package func stepDiscriminator(
        real: Tensor, inputs: GeneratorInputs, preparation: ImagePreparation = .none,
        r1Weight: Double?, viewWeight: Double = 0, fade: Double = 1, split: BatchSplit? = nil,
        judging batch: JudgedBatch? = nil
    ) throws -> DiscriminatorReport {
        let split = split ?? BatchSplit(whole: real.size(0))
        discriminator.beginStep()
        var (slopes, kept) = (GradientSum(), [[Tensor]]())
        var means = StepMeans<DiscriminatorTerm>()
        for part in split.parts {
            let inputs = inputs.narrowed(part)
            let prepared = preparation.taking(part)
            let fake =
                batch?.seen.detached()
                ?? discriminator.look(at: prepared.generated(images(inputs, size: real.size(-1))))
            let result = AdversarialLoss.discriminator(
                discriminator, real: prepared.photographs(real.narrowed(0, part)),
                fake: fake, r1Weight: r1Weight, views: views(inputs, weight: viewWeight), fade: fade
            )
            means.add(result, weight: split.weight(part))
            kept.append(result.real.features.map { $0.detached() })
            slopes.add(
                gradients(of: [result.loss], withRespectTo: discriminator.parameters.learned),
                weight: split.weight(part))
        }
        if let peers {
            try means.addPeers(peers)
            try slopes.addPeers(peers)
        }
        try means.check()
        let seen = try ofWholeBatch(kept, split)
        let norm = try update(
            slopes.gradients, with: discriminatorOptimizer, term: "discriminator gradient")
        discriminator.observe(seen)
        return means.report(gradientNorm: norm)
    }

    /// One step of the generator; the discriminators stay.
    ///
    /// - Parameters:
    ///   - inputs: What the generated images are made of.
    ///   - size: Pixels on a side.
    ///   - pixels: Pixels that carry gradient, int64 `[K]`; nil lets all of them.
    ///   - preparation: What images go through before they are judged.
    ///   - viewWeight: Weight of the view penalty; 0 leaves it out.
    ///   - fade: How far the resolution has faded in, 0...1.
    ///   - split: Which images are looked at together, inputs and preparation being in its order; nil is
    ///     all of them.
    ///   - batch: As for the discriminators, and made by the generator as it is.
    /// - Returns: What the step measured.
    /// - Throws: ``NotFinite`` before anything is learned; an error where another process is gone.
    package func stepGenerator(
        inputs: GeneratorInputs, size: Int, gradientPixels pixels: Tensor?,
        preparation: ImagePreparation = .none, viewWeight: Double = 0, fade: Double = 1,
        split: BatchSplit? = nil, judging batch: JudgedBatch? = nil
    ) throws -> GeneratorReport {
        let split = split ?? BatchSplit(whole: inputs.cameras.count)
        let ofBatch = try batchSlopes(inputs, size: size, preparation, split)
        var (slopes, means) = (GradientSum(), StepMeans<GeneratorTerm>())
        for part in split.parts {
            let inputs = inputs.narrowed(part)
            let batch =
                batch
                ?? generate(
                    inputs, size: size, gradientPixels: pixels,
                    preparation: preparation.taking(part))
            let result = AdversarialLoss.generator(
                discriminator, fake: batch.seen, views: views(inputs, weight: viewWeight),
                fade: fade,
                batchPenalty: ofBatch?.term(for: part, of: split))
            means.add(result, weight: split.weight(part))
            slopes.add(batch.gradients(of: result.loss), weight: split.weight(part))
        }
        if let peers {
            try means.addPeers(peers)
            try slopes.addPeers(peers)
        }
        try means.check()
        let norm = try update(
            slopes.gradients, with: generatorOptimizer, term: "generator gradient")
        return means.report(batchPenalty: ofBatch?.penalty, gradientNorm: norm)
    }

    /// Generates images with their graph, and looks at them as the discriminators do.
    ///
    /// - Parameters:
    ///   - inputs: What the images are made of.
    ///   - size: Pixels on a side.
    ///   - pixels: Pixels that carry gradient, int64 `[K]`; nil lets all of them.
    ///   - preparation: What they go through before they are judged.
    /// - Returns: What the discriminators judge and the generator learns from.
    package func generate(
        _ inputs: GeneratorInputs, size: Int, gradientPixels pixels: Tensor?,
        preparation: ImagePreparation
    ) -> JudgedBatch {
        let batch = GeneratedBatch(
            generator, inputs, size: size, gradientPixels: pixels, engine: engine)
        let images = batch.images()
        return JudgedBatch(
            batch: batch, images: images,
            seen: discriminator.look(at: preparation.generated(images)))
    }

    private func images(_ inputs: GeneratorInputs, size: Int) -> JudgedImages {
        let made = engine.images(of: generator, inputs, size: size)
        return .generated(color: made.color, auxiliary: made.auxiliary)
    }

    /// What the penalty of the batch as a whole asks of each image, where the batch is split.
    ///
    /// The images are rendered once more for it, without gradient.
    private func batchSlopes(
        _ inputs: GeneratorInputs, size: Int, _ preparation: ImagePreparation, _ split: BatchSplit
    ) throws -> BatchSlopes? {
        guard !split.isWhole, discriminator.paysForBatches else { return nil }
        let kept = split.parts.map { part in
            withoutGradient {
                let fake = images(inputs.narrowed(part), size: size)
                return discriminator.features(of: preparation.taking(part).generated(fake))
            }
        }
        return BatchSlopes(try ofWholeBatch(kept, split), of: discriminator)
    }

    /// What the parts kept, and the other processes.
    private func ofWholeBatch(_ kept: [[Tensor]], _ split: BatchSplit) throws -> [Tensor] {
        let mine = split.joined(kept)
        guard let peers, !mine.isEmpty else { return mine }
        return try peers.sum(mine)
    }

    private func views(_ inputs: GeneratorInputs, weight: Double) -> AdversarialLoss.Views? {
        guard weight > 0 else { return nil }
        let angles = inputs.cameras.flatMap { [$0.yaw.radians, $0.pitch.radians] }
        let parameters = generator.parameters
        return AdversarialLoss.Views(
            angles: Tensor(angles, shape: [inputs.cameras.count, 2])
                .converted(to: parameters.type, on: parameters.device),
            weight: weight)
    }

    private func update(
        _ slopes: [Tensor?], with optimizer: Adam, term: String
    ) throws(NotFinite) -> Double {
        let norm = clipNorm(slopes, to: clipLimit)
        try NotFinite.check(norm, term)
        optimizer.step(slopes)
        return norm
    }
}
