import InnerLoops

/// A head as it is at this moment: convolutions one behind the other, each with a leaky ReLU of slope 0.2,
/// and one to the results, which also sees how much the images of a group differ.
package struct StackWeights: Sendable {
    /// A convolution, and the group norm between it and its activation.
    package struct Layer: Sendable {
        package let convolution: Spectral
        /// Each channel's scale and shift; nil where there is no norm.
        package let norm: (scale: [Float], shift: [Float])?

        package init(_ convolution: Spectral, norm: (scale: [Float], shift: [Float])? = nil) {
            (self.convolution, self.norm) = (convolution, norm)
        }
    }

    /// A convolution whose weights are divided by sigma = left W right, the vectors being given.
    ///
    /// Source: Miyato et al., spectral normalization (arXiv:1802.05957).
    package struct Spectral: Sendable {
        /// With the factor 1 / sigma.
        private(set) var weights: ConvolutionWeights
        /// One for each output.
        let left: [Float]
        /// `inputs · kernel · kernel` numbers.
        let right: [Float]

        package init(_ weights: ConvolutionWeights, sigma: Float, left: [Float], right: [Float]) {
            (self.weights, self.left, self.right) = (weights, left, right)
            self.weights.factor = 1 / sigma
        }

        /// Leads slopes of the divided weights back to the weights, in place.
        func leadBack(_ slopes: inout [Float], _ kernels: Kernels) {
            let fan = weights.values.count / weights.outputs
            slopes.withUnsafeMutableBufferPointer { slopes in
                weights.values.withUnsafeBufferPointer { values in
                    left.withUnsafeBufferPointer { left in
                        right.withUnsafeBufferPointer { right in
                            kernels.functions.spectral_slope(
                                Int32(weights.outputs), Int32(fan), values.baseAddress,
                                weights.factor, left.baseAddress, right.baseAddress,
                                slopes.baseAddress)
                        }
                    }
                }
            }
        }
    }

    package let layers: [Layer]
    /// Groups of the norms.
    package let groups: Int
    /// Added to variances.
    package let epsilon: Float
    /// To the results, with the deviation's channel behind the others.
    package let output: Spectral
    /// Images that share a deviation; 0 and 1 leave it out.
    package let deviationGroup: Int

    package init(
        layers: [Layer], groups: Int, epsilon: Float, output: Spectral,
        deviationGroup: Int
    ) {
        (self.layers, self.groups, self.epsilon) = (layers, groups, epsilon)
        (self.output, self.deviationGroup) = (output, deviationGroup)
    }
}
