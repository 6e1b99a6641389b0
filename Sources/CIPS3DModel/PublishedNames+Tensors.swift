extension PublishedNames {
    /// Every tensor of a generator, those that nothing reads included.
    ///
    /// - Parameter configuration: Its sizes.
    /// - Returns: Names and shapes, network by network: 172 of them for the published sizes.
    public static func tensors(of configuration: GeneratorConfiguration) -> [Tensor] {
        let (nerf, inr) = (configuration.nerf, configuration.inr)
        return field(nerf)
            + mapping(
                nerf.mappingLayers, from: configuration.shapeLatentWidth, to: nerf.styleWidth,
                layer: shapeMapping)
            + perPixelNetwork(inr, features: nerf.features)
            + mapping(
                inr.mappingLayers, from: configuration.appearanceLatentWidth, to: inr.styleWidth,
                layer: appearanceMapping, norm: appearanceNorm)
            + auxiliaryHead.tensors(inputs: nerf.features, outputs: 3)
    }

    private static func field(_ nerf: NeRFConfiguration) -> [Tensor] {
        // A Fourier encoding gives a sine and a cosine of each coordinate for each octave.
        let encoded = 3 + 6 * nerf.fourierOctaves
        let direction = nerf.usesViewDirection ? 3 : 0
        let blocks = (0..<nerf.layers).flatMap { index in
            fieldBlock(index).tensors(
                inputs: index == 0 ? encoded : nerf.width, outputs: nerf.width,
                styleWidth: nerf.styleWidth)
        }
        return blocks
            + density.tensors(inputs: nerf.width, outputs: 1)
            + featureBlock.tensors(
                inputs: nerf.width + direction, outputs: nerf.width / 2,
                styleWidth: nerf.styleWidth)
            + feature.tensors(inputs: nerf.width / 2, outputs: nerf.features)
    }

    private static func mapping(
        _ layers: Int, from latentWidth: Int, to styleWidth: Int, layer: (Int) -> Layer,
        norm: ((Int) -> Layer)? = nil
    ) -> [Tensor] {
        (0..<layers).flatMap { index in
            layer(index).tensors(
                inputs: index == 0 ? latentWidth : styleWidth, outputs: styleWidth)
                + (norm?(index).tensors(width: styleWidth) ?? [])
        }
    }

    private static func perPixelNetwork(_ inr: INRConfiguration, features: Int) -> [Tensor] {
        let blocks = (0..<inr.blocks).flatMap { index in
            inrBlock(index).first.tensors(
                inputs: index == 0 ? features : inr.width, outputs: inr.width,
                styleWidth: inr.styleWidth)
                + inrBlock(index).second.tensors(
                    inputs: inr.width, outputs: inr.width, styleWidth: inr.styleWidth)
        }
        return blocks
            + (0..<inr.blocks).flatMap { painter($0).tensors(inputs: inr.width, outputs: 3) }
    }
}

extension PublishedNames.Layer {
    /// Weights and bias of a linear layer.
    fileprivate func tensors(inputs: Int, outputs: Int) -> [PublishedNames.Tensor] {
        [
            PublishedNames.Tensor(name: weight, shape: [outputs, inputs]),
            PublishedNames.Tensor(name: bias, shape: [outputs]),
        ]
    }

    /// Scale and shift of a layer norm.
    fileprivate func tensors(width: Int) -> [PublishedNames.Tensor] {
        [
            PublishedNames.Tensor(name: weight, shape: [width]),
            PublishedNames.Tensor(name: bias, shape: [width]),
        ]
    }
}

extension PublishedNames.FiLMSIRENLayer {
    fileprivate func tensors(
        inputs: Int, outputs: Int, styleWidth: Int
    ) -> [PublishedNames.Tensor] {
        linear.tensors(inputs: inputs, outputs: outputs)
            + toFrequency.tensors(inputs: styleWidth, outputs: outputs)
            + toPhase.tensors(inputs: styleWidth, outputs: outputs)
    }
}

extension PublishedNames.ModFC {
    fileprivate func tensors(
        inputs: Int, outputs: Int, styleWidth: Int
    ) -> [PublishedNames.Tensor] {
        [PublishedNames.Tensor(name: weight, shape: [1, inputs, outputs])]
            + modulation.tensors(inputs: styleWidth, outputs: inputs)
            + unusedNorm.tensors(width: inputs)
    }
}
