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
        var values: [String: [Float]] = [:]
        for tensor in PublishedNames.tensors(of: configuration) {
            values[tensor.name] = tensor.initial.draw(tensor.count, from: &random)
        }
        return GeneratorWeights(configuration: configuration) { values[$0] ?? [] }
    }
}

extension InitialValues {
    fileprivate func draw(_ count: Int, from random: inout LatentGenerator) -> [Float] {
        switch self {
        case .constant(let value): [Float](repeating: Float(value), count: count)
        case .normal(let deviation): random.nextNormals(count).map { Float(deviation) * $0 }
        case .uniform(let bound):
            (0..<count).map { _ in Float(bound * (2 * random.nextUniform() - 1)) }
        }
    }
}
