extension PublishedNames {
    /// A tensor of a generator: the one statement of its name, its shape and how it begins.
    package struct Tensor: Sendable, Equatable {
        /// Its key in a weights file.
        package let name: String
        /// Length of every axis.
        package let shape: [Int]
        /// How it is filled before training.
        package let initial: InitialValues

        /// Numbers that it holds.
        package var count: Int { shape.reduce(1, *) }
    }

    /// Every tensor of a generator, those that nothing reads included.
    ///
    /// - Parameter configuration: Its sizes.
    /// - Returns: Network by network: 172 tensors for the published sizes.
    package static func tensors(of configuration: GeneratorConfiguration) -> [Tensor] {
        let (nerf, inr) = (configuration.nerf, configuration.inr)
        return field(nerf) + sphere(configuration.background, nerf)
            + mapping(
                nerf.mappingLayers, from: configuration.shapeLatentWidth, to: nerf.styleWidth,
                layer: shapeMapping)
            + perPixelNetwork(inr, features: nerf.features)
            + mapping(
                inr.mappingLayers, from: configuration.appearanceLatentWidth, to: inr.styleWidth,
                layer: appearanceMapping, norm: appearanceNorm)
            + auxiliaryHead.tensors(
                inputs: nerf.features, outputs: 3,
                weights: .siren(inputs: nerf.features, frequency: 25))
    }

    private static func field(_ nerf: NeRFConfiguration) -> [Tensor] {
        let direction = nerf.usesViewDirection ? 3 : 0
        let blocks = (0..<nerf.layers).flatMap { index in
            fieldBlock(index).tensors(
                inputs: index == 0 ? nerf.encodedWidth : nerf.width, outputs: nerf.width,
                styleWidth: nerf.styleWidth, linearScale: index == 0 ? nerf.firstLayerScale : 1)
        }
        return blocks
            + density.tensors(inputs: nerf.width, outputs: 1)
            + featureBlock.tensors(
                inputs: nerf.width + direction, outputs: nerf.width / 2,
                styleWidth: nerf.styleWidth)
            + feature.tensors(
                inputs: nerf.width / 2, outputs: nerf.features,
                weights: .kaiming(fan: nerf.width / 2))
    }

    private static func sphere(
        _ background: BackgroundConfiguration, _ nerf: NeRFConfiguration
    ) -> [Tensor] {
        guard background.isPresent else { return [] }
        let width = background.width
        // Half of the frequency of the field: what is behind heads is smoother.
        return backgroundBlock(0).tensors(
            inputs: 3, outputs: width, styleWidth: nerf.styleWidth, linearScale: 0.5)
            + backgroundBlock(1).tensors(inputs: width, outputs: width, styleWidth: nerf.styleWidth)
            + backgroundFeature.tensors(inputs: width, outputs: nerf.features)
    }

    private static func mapping(
        _ layers: Int, from latentWidth: Int, to styleWidth: Int, layer: (Int) -> Layer,
        norm: ((Int) -> Layer)? = nil
    ) -> [Tensor] {
        (0..<layers).flatMap { index in
            let inputs = index == 0 ? latentWidth : styleWidth
            return layer(index).tensors(
                inputs: inputs, outputs: styleWidth, weights: .kaiming(fan: inputs))
                + (norm?(index).normTensors(width: styleWidth) ?? [])
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
        let painters = (0..<inr.blocks).flatMap { index in
            painter(index).tensors(
                inputs: inr.width, outputs: 3, weights: .siren(inputs: inr.width, frequency: 100))
        }
        return blocks + painters
    }
}

extension PublishedNames.Layer {
    /// Weights and bias of a linear layer.
    ///
    /// - Parameters:
    ///   - inputs: Channels of the incoming features.
    ///   - outputs: Channels of the result.
    ///   - weights: How the weights begin; nil as PyTorch does it. Biases always do.
    /// - Returns: Two tensors.
    package func tensors(
        inputs: Int, outputs: Int, weights: InitialValues? = nil
    ) -> [PublishedNames.Tensor] {
        let standard = InitialValues.pyTorchDefault(inputs: inputs)
        return [
            .init(name: weight, shape: [outputs, inputs], initial: weights ?? standard),
            .init(name: bias, shape: [outputs], initial: standard),
        ]
    }

    /// Scale and shift of a layer norm.
    package func normTensors(width: Int) -> [PublishedNames.Tensor] {
        [
            .init(name: weight, shape: [width], initial: .constant(1)),
            .init(name: bias, shape: [width], initial: .constant(0)),
        ]
    }
}

extension PublishedNames.FiLMSIRENLayer {
    /// The three linear layers of a FiLM-SIREN layer.
    ///
    /// - Parameters:
    ///   - inputs: Channels of the incoming features.
    ///   - outputs: Channels of the result.
    ///   - styleWidth: Channels of the style.
    ///   - linearScale: Factor of the initial weights of what goes through the sine.
    /// - Returns: Six tensors.
    package func tensors(
        inputs: Int, outputs: Int, styleWidth: Int, linearScale: Double = 1
    ) -> [PublishedNames.Tensor] {
        let styled = InitialValues.pyTorchDefault(inputs: styleWidth).scaled(by: 0.25)
        return linear.tensors(
            inputs: inputs, outputs: outputs,
            weights: .siren(inputs: inputs, frequency: 25).scaled(by: linearScale))
            + toFrequency.tensors(inputs: styleWidth, outputs: outputs, weights: styled)
            + toPhase.tensors(inputs: styleWidth, outputs: outputs, weights: styled)
    }
}

extension PublishedNames.ModFC {
    /// The weights of a modulated layer, what modulates them, and the norm that nothing reads.
    ///
    /// - Parameters:
    ///   - inputs: Channels of the incoming features.
    ///   - outputs: Channels of the result.
    ///   - styleWidth: Channels of the style.
    /// - Returns: Five tensors.
    package func tensors(inputs: Int, outputs: Int, styleWidth: Int) -> [PublishedNames.Tensor] {
        [.init(name: weight, shape: [1, inputs, outputs], initial: .kaiming(fan: outputs))]
            + modulation.tensors(
                inputs: styleWidth, outputs: inputs, weights: .kaiming(fan: styleWidth))
            + unusedNorm.normTensors(width: inputs)
    }
}
