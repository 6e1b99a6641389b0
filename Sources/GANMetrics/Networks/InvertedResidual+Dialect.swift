extension InvertedResidual {
    /// What libraries do differently in the same blocks.
    enum Dialect {
        /// TensorFlow's paddings and ε, under the names of EfficientNet's port to PyTorch: where a
        /// convolution strides, an odd row of padding comes behind the picture.
        case tensorFlow
        /// torchvision's MobileNetV2: as much padding before the picture as behind it.
        case torchvision

        /// Keys of a block's layers.
        struct Names {
            /// None of a block that does not expand.
            let expand: FoldedConvolution.Names
            let depthwise: FoldedConvolution.Names
            let project: FoldedConvolution.Names
        }

        /// What normalisations add to variances.
        var epsilon: Double {
            switch self {
            case .tensorFlow: FoldedConvolution.tensorFlowEpsilon
            case .torchvision: 1e-5
            }
        }

        /// The keys of a block's layers.
        ///
        /// - Parameters:
        ///   - index: Which block of the network, from 0.
        ///   - expands: Whether it has a layer that expands.
        /// - Returns: The keys.
        func names(ofBlock index: Int, expands: Bool) -> Names {
            switch self {
            case .tensorFlow:
                let path = "_blocks.\(index)"
                return Names(
                    expand: ("\(path)._expand_conv", "\(path)._bn0"),
                    depthwise: ("\(path)._depthwise_conv", "\(path)._bn1"),
                    project: ("\(path)._project_conv", "\(path)._bn2"))
            case .torchvision:
                // The stem has number 0, and layers are counted as far as a block has them.
                let path = "features.\(index + 1).conv"
                let depthwise = expands ? 1 : 0
                return Names(
                    expand: ("\(path).0.0", "\(path).0.1"),
                    depthwise: ("\(path).\(depthwise).0", "\(path).\(depthwise).1"),
                    project: ("\(path).\(depthwise + 1)", "\(path).\(depthwise + 2)"))
            }
        }
    }
}
