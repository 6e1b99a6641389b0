import FusedConvolutions
import InnerLoops
import Torch

/// The heads that look at the same images as one operation of libtorch, computed by the fused engine.
struct HeadsOperation {
    /// A convolution, divided by its largest singular value, and what is between it and its activation.
    struct Layer {
        let weight: Tensor
        let stride: Int
        let padding: Int
        /// What the weights are divided by, and the vectors that it comes of.
        let sigma: Double
        let left: Tensor
        let right: Tensor
        /// Each channel's scale, where there is a norm.
        let scale: Tensor?
        /// The norm's shift, or the bias.
        let shift: Tensor
    }

    /// One of the heads.
    struct Head {
        /// The output, with the deviation's channel behind the others, is the last.
        let layers: [Layer]
        /// Groups of the norms.
        let groups: Int
        /// Images that share a deviation; 0 and 1 leave it out.
        let deviationGroup: Int
    }

    let heads: [Head]
    let instructionSet: InstructionSet
    /// How many may compute at once.
    let threads: Int

    /// Evaluates the heads; gradient flows to the features and to all of their tensors.
    ///
    /// - Parameter features: `[B, C, S, S]` of each head.
    /// - Returns: `[B, outputs, S', S']` of each, channels last in memory.
    func callAsFunction(_ features: [Tensor]) -> [Tensor] {
        let images = features[0].size(0)
        let fused = FusedHeads(
            heads.map(\.numbers), sides: features.map { $0.size(2) }, images: images,
            instructionSet: instructionSet, threads: threads)
        let results = fused { head, take in
            features[head].detached().permuted(0, 2, 3, 1).withUnsafeFloats(take)
        }
        let values = zip(results, fused.results).map { rows, size in
            Tensor(rows, rowsOf: [images, size.side, size.side, size.channels])
        }
        let made = computed(values, of: features + heads.flatMap(\.tensors)) { slopes, wanted in
            lead(slopes, like: values, back: fused, features, wanted)
        }
        return made.map { $0.permuted(0, 3, 1, 2) }
    }

    private func lead(
        _ slopes: [Tensor?], like values: [Tensor], back fused: FusedHeads, _ features: [Tensor],
        _ wanted: [Bool]
    ) -> [Tensor?] {
        let rows = zip(slopes, values).map { ($0 ?? $1.zerosLike()).rows() }
        let found = fused.leadBack(
            rows, wantsWeights: wanted.dropFirst(features.count).contains(true),
            wantsImages: wanted.prefix(features.count).contains(true))
        let ofFeatures = zip(found, features).map { found, features in
            found.images.map { buffer in
                Tensor(
                    bytes: buffer.bytes,
                    shape: [
                        features.size(0), features.size(2), features.size(3), features.size(1),
                    ],
                    type: .float32
                ).permuted(0, 3, 1, 2)
            }
        }
        return ofFeatures
            + zip(heads, found).flatMap { head, found -> [Tensor?] in
                found.weights.isEmpty
                    ? head.tensors.map { _ in nil }
                    : zip(head.layers, found.weights).flatMap { $0.tensors(of: $1) }
            }
    }
}

extension HeadsOperation.Head {
    /// Everything that gets gradients.
    fileprivate var tensors: [Tensor] { layers.flatMap(\.tensors) }

    fileprivate var numbers: StackWeights {
        let output = layers[layers.count - 1]
        return StackWeights(
            layers: layers.dropLast().map { layer in
                StackWeights.Layer(
                    layer.convolution,
                    norm: layer.scale.map { ($0.array(), layer.shift.array()) })
            }, groups: groups, epsilon: 1e-5, output: output.convolution,
            deviationGroup: deviationGroup)
    }
}

extension HeadsOperation.Layer {
    fileprivate var tensors: [Tensor] { [weight] + (scale.map { [$0] } ?? []) + [shift] }

    fileprivate var convolution: StackWeights.Spectral {
        StackWeights.Spectral(
            ConvolutionWeights(
                values: weight.array(), bias: scale == nil ? shift.array() : [],
                inputs: weight.size(1), outputs: weight.size(0), kernel: weight.size(2),
                stride: stride, padding: .even(padding)),
            sigma: Float(sigma), left: left.array(), right: right.array())
    }

    /// A gradient's tensors, in the order of `tensors`.
    fileprivate func tensors(of gradient: LayerGradient) -> [Tensor] {
        let outputs = weight.size(0)
        return [Tensor(gradient.kernel, shape: weight.shape)]
            + (scale == nil ? [] : [Tensor(gradient.scale, shape: [outputs])])
            + [Tensor(gradient.shift, shape: [outputs])]
    }
}

extension Tensor {
    /// Images out of rows that are rounded up to 16 channels; `shape` is `[B, H, W, C]`.
    fileprivate convenience init(_ rows: PanelBuffer, rowsOf shape: [Int]) {
        let (channels, row) = (shape[3], ImageRows.row(shape[3]))
        let pixels = shape[0] * shape[1] * shape[2]
        var values = [Float](repeating: 0, count: pixels * channels)
        for pixel in 0..<pixels {
            for channel in 0..<channels {
                values[pixel * channels + channel] = rows.start[pixel * row + channel]
            }
        }
        self.init(values, shape: shape)
    }

    /// Images `[B, H, W, C]` as rows that are rounded up to 16 channels.
    fileprivate func rows() -> PanelBuffer {
        let (channels, row) = (size(3), ImageRows.row(size(3)))
        let pixels = count / channels
        let buffer = PanelBuffer(count: pixels * row)
        withUnsafeFloats { values in
            for pixel in 0..<pixels {
                for channel in 0..<channels {
                    buffer.start[pixel * row + channel] = values[pixel * channels + channel]
                }
            }
        }
        return buffer
    }
}
