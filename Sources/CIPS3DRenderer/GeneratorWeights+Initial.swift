import CIPS3DModel

extension GeneratorWeights {
    /// Random weights of the distributions that training begins with.
    ///
    /// They make noise and no head: something to measure speed with. The numbers are others than
    /// those that the networks of `CIPS3DNetworks` draw from the same seed.
    ///
    /// - Parameters:
    ///   - configuration: The sizes.
    ///   - seed: Where the numbers start.
    /// - Returns: The weights.
    package static func initial(
        _ configuration: GeneratorConfiguration, seed: UInt64
    ) -> GeneratorWeights {
        // A stream that no head's codes come from.
        var random = LatentGenerator(seed: seed, stream: .photographs)
        let distributions = Distribution.ofNamedWeights(in: configuration)
        var values: [String: [Float]] = [:]
        // A bias follows the weights of its layer.
        var weightShape: [Int] = []
        for tensor in PublishedNames.tensors(of: configuration) {
            let isBias = tensor.shape.count == 1 && tensor.name.hasSuffix(".bias")
            if !isBias { weightShape = tensor.shape }
            let distribution =
                isBias
                ? .ofBias(weightShape: weightShape)
                : distributions[tensor.name] ?? .ofWeight(shape: tensor.shape)
            values[tensor.name] = distribution.draw(tensor.shape.reduce(1, *), from: &random)
        }
        return GeneratorWeights(configuration: configuration) { values[$0] ?? [] }
    }
}

/// How a tensor is filled before training.
private enum Distribution {
    case constant(Float)
    /// N(0, deviation²)
    case normal(deviation: Float)
    /// Within ±bound.
    case uniform(bound: Float)

    /// What PyTorch gives linear layers.
    static func standard(inputs: Int) -> Distribution {
        .uniform(bound: 1 / Float(inputs).squareRoot())
    }

    /// SIREN's (arXiv:2006.09661).
    static func siren(inputs: Int, frequency: Float) -> Distribution {
        .uniform(bound: (6 / Float(inputs)).squareRoot() / frequency)
    }

    /// He's for a leaky ReLU of slope 0.2 (arXiv:1502.01852).
    static func kaiming(fan: Int) -> Distribution {
        .normal(deviation: (2 / (1.04 * Float(fan))).squareRoot())
    }

    /// Weights that are not like those of other layers of their shape, by name.
    static func ofNamedWeights(in configuration: GeneratorConfiguration) -> [String: Distribution] {
        let (nerf, inr) = (configuration.nerf, configuration.inr)
        var named: [String: Distribution] = [:]
        let encoded = 3 + 6 * nerf.fourierOctaves
        let direction = nerf.usesViewDirection ? 3 : 0
        let films =
            (0..<nerf.layers).map {
                (PublishedNames.fieldBlock($0), $0 == 0 ? encoded : nerf.width)
            } + [(PublishedNames.featureBlock, nerf.width + direction)]
        for (layer, inputs) in films {
            let styled = Distribution.uniform(bound: 0.25 / Float(nerf.styleWidth).squareRoot())
            named[layer.linear.weight] = .siren(inputs: inputs, frequency: 25)
            named[layer.toFrequency.weight] = styled
            named[layer.toPhase.weight] = styled
        }
        for index in 0..<inr.blocks {
            named[PublishedNames.painter(index).weight] = .siren(inputs: inr.width, frequency: 100)
        }
        named[PublishedNames.density.weight] = .standard(inputs: nerf.width)
        named[PublishedNames.auxiliaryHead.weight] = .siren(inputs: nerf.features, frequency: 25)
        return named
    }

    /// Of `[width]` of a layer norm, `[outputs, inputs]` and `[1, inputs, outputs]`.
    static func ofWeight(shape: [Int]) -> Distribution {
        shape.count == 1 ? .constant(1) : .kaiming(fan: shape[shape.count - 1])
    }

    /// Of a layer norm or of a linear layer.
    static func ofBias(weightShape: [Int]) -> Distribution {
        weightShape.count == 1 ? .constant(0) : .standard(inputs: weightShape[1])
    }

    func draw(_ count: Int, from random: inout LatentGenerator) -> [Float] {
        switch self {
        case .constant(let value): [Float](repeating: value, count: count)
        case .normal(let deviation): random.nextNormals(count).map { deviation * $0 }
        case .uniform(let bound):
            (0..<count).map { _ in bound * Float(2 * random.nextUniform() - 1) }
        }
    }
}
