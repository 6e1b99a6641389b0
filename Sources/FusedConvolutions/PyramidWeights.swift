/// A network of inverted residual blocks (Sandler et al., arXiv:1801.04381) up to the last of its features
/// that somebody looks at, as numbers.
package struct PyramidWeights: Sendable {
    /// 1x1 to more channels, a convolution of each by itself, 1x1 back.
    package struct Block: Sendable {
        package let expand: ConvolutionWeights?
        package let depthwise: ConvolutionWeights
        package let project: ConvolutionWeights
        /// Whether its input is added.
        package let addsInput: Bool

        package init(
            expand: ConvolutionWeights?, depthwise: ConvolutionWeights,
            project: ConvolutionWeights, addsInput: Bool
        ) {
            (self.expand, self.depthwise) = (expand, depthwise)
            (self.project, self.addsInput) = (project, addsInput)
        }
    }

    /// The network sees `factor · x + shift` of images in [-1, 1].
    package let factor: Float
    package let shift: Float
    /// The first convolution; a ReLU6 follows.
    package let stem: ConvolutionWeights
    package let blocks: [Block]
    /// The blocks whose results are features, the last block among them.
    package let featureBlocks: [Int]

    package init(
        factor: Float, shift: Float, stem: ConvolutionWeights, blocks: [Block],
        featureBlocks: [Int]
    ) {
        precondition(featureBlocks.last == blocks.count - 1, "nothing behind the last features")
        (self.factor, self.shift, self.stem) = (factor, shift, stem)
        (self.blocks, self.featureBlocks) = (blocks, featureBlocks)
    }
}
