import CIPS3DModel
import CKernels
import InnerLoops

/// The mapping networks on vectors: from a code to a style.
///
///     z / rms(z) -> Linear [-> layer norm] -> LeakyReLU 0.2 -> ... -> Linear [-> layer norm]
struct StyleMapping: Sendable {
    let weights: GeneratorWeights
    let kernels: Kernels

    /// Is told what a layer gives.
    typealias Note = (PublishedNames.Layer, [Float]) -> Void

    /// The style of a shape code.
    ///
    /// - Parameters:
    ///   - code: `[shapeLatentWidth]`.
    ///   - note: Is called for each layer.
    /// - Returns: `[nerf.styleWidth]`.
    func shape(_ code: [Float], note: Note? = nil) -> [Float] {
        var x = Self.normalized(code)
        for index in 0..<weights.configuration.nerf.mappingLayers {
            if index > 0 { x = Self.leakyReLU(x) }
            x = linear(PublishedNames.shapeMapping(index), x)
            x = Self.marked(x, PublishedNames.shapeMapping(index), note)
        }
        return x
    }

    /// The style of an appearance code.
    ///
    /// - Parameters:
    ///   - code: `[appearanceLatentWidth]`.
    ///   - note: Is called for each layer.
    /// - Returns: `[inr.styleWidth]`.
    func appearance(_ code: [Float], note: Note? = nil) -> [Float] {
        var x = Self.normalized(code)
        for index in 0..<weights.configuration.inr.mappingLayers {
            if index > 0 { x = Self.leakyReLU(x) }
            x = linear(PublishedNames.appearanceMapping(index), x)
            x = Self.marked(x, PublishedNames.appearanceMapping(index), note)
            x = layerNorm(PublishedNames.appearanceNorm(index), x)
            x = Self.marked(x, PublishedNames.appearanceNorm(index), note)
        }
        return x
    }

    /// The styles of a head.
    ///
    /// - Parameter codes: Its codes.
    /// - Returns: Its styles, one appearance in all blocks.
    func styles(of codes: HeadCodes) -> HeadStyles {
        HeadStyles(
            shape: shape(codes.shape), appearance: appearance(codes.appearance),
            blocks: weights.configuration.inr.blocks)
    }

    /// Tells what a layer gives, and makes NaN of what is too large: norms would hide it.
    private static func marked(
        _ x: [Float], _ layer: PublishedNames.Layer, _ note: Note?
    ) -> [Float] {
        note?(layer, x)
        return x.map(Overflow.marked)
    }

    /// W x + b of a linear layer.
    func linear(_ layer: PublishedNames.Layer, _ x: [Float]) -> [Float] {
        let bias = weights[layer.bias]
        return [Float](unsafeUninitializedCapacity: bias.count) { y, count in
            kernels.functions.matvec(
                Int32(x.count), Int32(bias.count), weights[layer.weight], bias, x, y.baseAddress)
            count = bias.count
        }
    }

    private func layerNorm(_ layer: PublishedNames.Layer, _ x: [Float]) -> [Float] {
        let count = Float(x.count)
        let mean = x.reduce(0, +) / count
        let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let scale = 1 / (variance + 1e-5).squareRoot()
        let (weight, bias) = (weights[layer.weight], weights[layer.bias])
        return x.indices.map { (x[$0] - mean) * scale * weight[$0] + bias[$0] }
    }

    private static func normalized(_ code: [Float]) -> [Float] {
        let meanSquare = code.reduce(0) { $0 + $1 * $1 } / Float(code.count)
        let scale = 1 / (meanSquare + 1e-8).squareRoot()
        return code.map { $0 * scale }
    }

    private static func leakyReLU(_ x: [Float]) -> [Float] { x.map { max($0, 0.2 * $0) } }
}
