import CIPS3DModel
import Torch
import TorchNN

/// Two modulated layers, each followed by LeakyReLU 0.2; later blocks add their input.
package struct INRBlock {
    private let first: ModFC
    private let second: ModFC
    private let addsInput: Bool

    /// A block of tensors that are made already.
    ///
    /// - Parameters:
    ///   - names: Which ones.
    ///   - formulation: How its layers are evaluated.
    ///   - addsInput: Whether the input is added to the output.
    ///   - parameters: Where they are.
    init(
        _ names: PublishedNames.INRBlock, formulation: INRConfiguration.Modulation,
        addsInput: Bool, in parameters: ParameterStore
    ) {
        first = ModFC(names.first, formulation: formulation, in: parameters)
        second = ModFC(names.second, formulation: formulation, in: parameters)
        self.addsInput = addsInput
    }

    /// Evaluates the block at every pixel.
    ///
    /// - Parameters:
    ///   - x: `[B, R, inputs]`.
    ///   - style: `[B, styleWidth]`.
    /// - Returns: `[B, R, width]`.
    package func callAsFunction(_ x: Tensor, style: Tensor) -> Tensor { styled(by: style)(x) }

    /// Does what depends on the style alone, once for any number of calls.
    ///
    /// - Parameter style: `[B, styleWidth]`.
    /// - Returns: The block as a function of the pixel features.
    func styled(by style: Tensor) -> (Tensor) -> Tensor {
        let (first, second) = (first.styled(by: style), second.styled(by: style))
        return { x in
            let y = leakyReLU(second(leakyReLU(first(x))))
            return addsInput ? y + x : y
        }
    }

    /// Both layers of each image.
    ///
    /// - Parameter style: `[B, styleWidth]`.
    /// - Returns: The first and the second.
    func folded(by style: Tensor) -> [FoldedLayer] {
        [first.folded(by: style), second.folded(by: style)]
    }
}
