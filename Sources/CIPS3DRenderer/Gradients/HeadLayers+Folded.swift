import CIPS3DModel
import CKernels
import InnerLoops

extension HeadLayers {
    /// A head of numbers that its styles are folded into already.
    ///
    /// - Parameters:
    ///   - folded: As `layout` says.
    ///   - layout: Where layers are.
    ///   - configuration: The generator and its camera.
    ///   - kernels: The inner loops.
    convenience init(
        folded: ArraySlice<Float>, layout: FoldedLayout, configuration: ModelConfiguration,
        kernels: Kernels
    ) {
        let numbers = FoldedNumbers(values: folded, kernels: kernels)
        let generator = configuration.generator
        self.init(
            configuration: generator,
            field: StyledField(
                numbers, layout, generator.nerf, background: configuration.camera.background),
            sphere: layout.sphere.isEmpty
                ? nil : StyledSphere(numbers, layout, radius: generator.background.radius),
            inr: StyledINR(numbers, layout), camera: configuration.camera, kernels: kernels)
    }
}

/// The numbers of one image, and how layers are made of them.
private struct FoldedNumbers {
    let values: ArraySlice<Float>
    let kernels: Kernels

    subscript(range: Range<Int>) -> [Float] {
        Array(values[values.startIndex + range.lowerBound..<values.startIndex + range.upperBound])
    }

    /// The bias of a layer that has one.
    func bias(_ layer: FoldedLayout.Layer) -> [Float] { self[layer.bias..<layer.range.upperBound] }

    /// W of a layer, turned to a row for each output.
    func rows(_ layer: FoldedLayout.Layer) -> [[Float]] {
        let weights = self[layer.start..<layer.bias]
        return (0..<layer.outputs).map { output in
            (0..<layer.inputs).map { weights[$0 * layer.outputs + output] }
        }
    }

    func dense(
        _ layer: FoldedLayout.Layer, _ activation: ck_activation = CK_LINEAR, adds: Bool = false,
        readout: FoldedLayout.Layer? = nil
    ) -> DenseLayer {
        DenseLayer(
            DenseLayer.Matrix(
                values: self[layer.start..<layer.bias], inputs: layer.inputs,
                outputs: layer.outputs, rowsAreInputs: true),
            bias: layer.hasBias ? bias(layer) : nil, readout: readout.map(rows) ?? [],
            behaviour: DenseLayer.Behaviour(activation: activation, adds: adds), kernels: kernels)
    }
}

extension StyledField {
    fileprivate init(
        _ numbers: FoldedNumbers, _ layout: FoldedLayout, _ nerf: NeRFConfiguration,
        background: CameraConfiguration.Background
    ) {
        configuration = nerf
        trunk = layout.trunk.indices.map { index in
            let isLast = index == layout.trunk.count - 1
            return numbers.dense(
                layout.trunk[index], CK_SINE, readout: isLast ? layout.density : nil)
        }
        densityBias = numbers.bias(layout.density)[0]
        ball = Self.ball(nerf.density)
        featureBlock = numbers.dense(layout.featureBlock, CK_SINE)
        toFeature = Self.toFeature(
            numbers.rows(layout.feature), bias: numbers.bias(layout.feature),
            background: background, kernels: numbers.kernels)
        auxiliaryHead = numbers.dense(layout.auxiliary)
        isNarrow = false
    }
}

extension StyledSphere {
    fileprivate init(_ numbers: FoldedNumbers, _ layout: FoldedLayout, radius: Double) {
        self.radius = Float(radius)
        width = layout.sphere[0].outputs
        blocks = layout.sphere.prefix(2).map { numbers.dense($0, CK_SINE) }
        toFeature = numbers.dense(layout.sphere[2])
    }
}

extension StyledINR {
    fileprivate init(_ numbers: FoldedNumbers, _ layout: FoldedLayout) {
        blocks = layout.blocks.map { block in
            Block(
                first: numbers.dense(block.first, CK_LEAKY_RELU),
                second: numbers.dense(
                    block.second, CK_LEAKY_RELU, adds: block.addsInput, readout: block.painter))
        }
        let biases = layout.blocks.compactMap(\.painter).map(numbers.bias)
        paintBias = (0..<3).map { channel in biases.reduce(0) { $0 + $1[channel] } }
        isNarrow = false
        width = layout.blocks.first?.first.outputs ?? 0
        features = layout.feature.outputs
        addsFeatures = layout.blocks.first?.addsInput ?? false
    }
}
