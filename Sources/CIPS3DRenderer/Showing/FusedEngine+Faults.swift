import CIPS3DModel
import HeadPictures

extension FusedEngine {
    /// Finds out why a picture cannot be shown.
    ///
    /// - Parameters:
    ///   - verdict: What its pixels look like.
    ///   - head: The head.
    ///   - batch: Its rays.
    /// - Returns: What is wrong and where; nil for a picture that can be shown.
    func fault(_ verdict: PictureCheck.Verdict, of head: HeadLayers, _ batch: RayBatch)
        -> PictureFault?
    {
        switch verdict {
        case .showable: nil
        case .notFinite(let ray):
            Self.firstFault(in: layers(of: head, on: ray, of: batch))
                ?? PictureFault(kind: .overflow, layer: nil)
        case .noHead: PictureFault(kind: .noHead, layer: PublishedNames.density.path)
        case .oneColor:
            PictureFault(kind: .oneColor, layer: firstBlindLayer(of: head, batch))
        }
    }

    /// What is wrong with the styles of a head.
    ///
    /// - Parameter codes: Its codes.
    /// - Returns: Nil where all layers that lead to them give numbers that can be used.
    func styleFault(of codes: HeadCodes) -> PictureFault? {
        var layers: [LayerWalk.Layer] = []
        let note = { (layer: PublishedNames.Layer, numbers: [Float]) in
            layers.append(LayerWalk.Layer(name: layer.path, numbers: numbers, seesRay: false))
        }
        _ = mapping.shape(codes.shape, note: note)
        _ = mapping.appearance(codes.appearance, note: note)
        return Self.firstFault(in: layers)
    }

    /// What each layer of a head makes of a ray with evenly spaced samples.
    ///
    /// - Parameters:
    ///   - head: Layers that this engine made.
    ///   - ray: Which one of the batch.
    ///   - batch: The rays of a picture.
    /// - Returns: The layers behind the styles, in the order in which they are computed.
    package func layers(of head: HeadLayers, on ray: Int, of batch: RayBatch) -> [LayerWalk.Layer] {
        guard let styles = head.styles else { return [] }
        return LayerWalk.layers(
            on: ray, of: batch, styles: styles, mapping: mapping, camera: head.camera)
    }

    private static func firstFault(in layers: [LayerWalk.Layer]) -> PictureFault? {
        for layer in layers {
            guard let kind = Overflow.kind(of: layer.numbers) else { continue }
            return PictureFault(kind: kind, layer: layer.name)
        }
        return nil
    }

    /// The first layer that gives all samples of two rays the same numbers.
    private func firstBlindLayer(of head: HeadLayers, _ batch: RayBatch) -> String? {
        // A corner and the middle of the picture.
        let middle = min(batch.size / 2 * batch.size + batch.size / 2, batch.count - 1)
        let (one, other) = (
            layers(of: head, on: 0, of: batch), layers(of: head, on: middle, of: batch)
        )
        return zip(one, other).first { $0.seesRay && $0.numbers == $1.numbers }?.0.name
    }
}

extension FusedEngine {
    /// Renders rays on the calling thread and those it may use besides, and refuses numbers that overflow or are
    /// NaN, but no picture that shows nothing.
    ///
    /// - Parameters:
    ///   - head: Layers that this engine made.
    ///   - batch: The rays.
    /// - Returns: All of them, in their order.
    /// - Throws: `HeadError`.
    package func renderFinite(
        _ head: HeadLayers, _ batch: RayBatch
    ) throws(HeadError) -> RenderedPixels {
        let pixels = renderAll(head, batch)
        var check = PictureCheck()
        check.look(at: pixels)
        if case .notFinite = check.verdict, let fault = fault(check.verdict, of: head, batch) {
            throw .notShowable(fault)
        }
        return pixels
    }

    /// Looks at some heads whether they can be shown, in small pictures.
    ///
    /// - Parameters:
    ///   - seeds: The heads.
    ///   - truncation: How far styles are drawn towards the mean.
    /// - Returns: The first that cannot; nil where all can.
    /// - Throws: `HeadError` for anything else.
    package func firstFault(
        inHeadsOf seeds: some Sequence<UInt64>, truncation: Truncation = .off
    ) throws -> (seed: UInt64, fault: PictureFault)? {
        let batch = RayBatch(
            camera: Camera(configuration.camera), size: 16, placement: .rule(.deterministic))
        for seed in seeds {
            do {
                let codes = HeadCodes(seed: seed, configuration: configuration.generator)
                try renderTiles(makeLayers(codes, truncation: truncation), batch) { _ in }
            } catch HeadError.notShowable(let fault) {
                return (seed, fault)
            }
        }
        return nil
    }
}
