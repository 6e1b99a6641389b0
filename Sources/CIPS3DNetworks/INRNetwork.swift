import CIPS3DModel
import Torch
import TorchNN

/// Paints each pixel by itself: from its feature and a style to RGB.
///
///     x   -> blocks;  rgb += ToRGB(x) after the later ones;  image = tanh(rgb)
///
/// No pixel sees another, so any resolution and any subset of pixels can be painted. Blocks are
/// named 4, 8, 16 ...; these are labels from the published code and not resolutions.
///
/// Sources: CIPS (arXiv:2011.13775), CIPS-3D (arXiv:2110.09788).
package struct INRNetwork {
    private let blocks: [INRBlock]
    private let painters: [ToRGB?]

    /// The network of a generator.
    ///
    /// - Parameters:
    ///   - configuration: Its sizes.
    ///   - features: Channels of a pixel's feature.
    ///   - parameters: The generator's.
    init(_ configuration: INRConfiguration, features: Int, in parameters: ParameterStore) {
        blocks = (0..<configuration.blocks).map { index in
            let inputs = index == 0 ? features : configuration.width
            return INRBlock(
                PublishedNames.inrBlock(index), formulation: configuration.modulation,
                addsInput: index >= configuration.firstResidualBlock
                    && inputs == configuration.width,
                in: parameters)
        }
        // The early ones exist in the published state, but nothing reads them.
        painters = (0..<configuration.blocks).map { index in
            index >= configuration.firstRGBBlock
                ? ToRGB(PublishedNames.painter(index), in: parameters) : nil
        }
    }

    /// Paints pixels.
    ///
    /// - Parameters:
    ///   - features: `[B, R, features]`.
    ///   - style: `[B, styleWidth]`.
    /// - Returns: RGB in [-1, 1], `[B, R, 3]`.
    package func callAsFunction(_ features: Tensor, style: Tensor) -> Tensor {
        styled { _ in style }(features)
    }

    /// Does what depends on the styles alone, once for any number of calls.
    ///
    /// - Parameter style: The style of a block of the index, `[B, styleWidth]`.
    /// - Returns: The network as a function of the composited features.
    func styled(by style: (Int) -> Tensor) -> (Tensor) -> Tensor {
        let styledBlocks = blocks.enumerated().map { $1.styled(by: style($0)) }
        return { features in
            var x = features
            var rgb: Tensor?
            for (block, painter) in zip(styledBlocks, painters) {
                x = block(x)
                guard let painted = painter?(x) else { continue }
                rgb = rgb.map { $0 + painted } ?? painted
            }
            guard let rgb else { preconditionFailure("no block paints") }
            return tanh(rgb)
        }
    }

    /// The layers of each image, in the order of `FoldedLayout`.
    ///
    /// - Parameter style: The style of a block of the index, `[B, styleWidth]`.
    /// - Returns: Two layers of each block, and its painter where it has one.
    func folded(by style: (Int) -> Tensor) -> [FoldedLayer] {
        blocks.indices.flatMap { index in
            blocks[index].folded(by: style(index)) + (painters[index].map { [$0.folded] } ?? [])
        }
    }
}
