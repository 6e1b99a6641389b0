import CIPS3DModel
import Torch
import TorchNN

/// Two modulated layers, each followed by LeakyReLU 0.2; later blocks add their input.
public struct INRBlock {
    private let first: ModFC
    private let second: ModFC
    private let addsInput: Bool

    /// Makes the block.
    ///
    /// - Parameters:
    ///   - inputs: Channels of the incoming features.
    ///   - configuration: The sizes of the whole network.
    ///   - isResidual: Whether the input is added, where the widths agree.
    ///   - scope: Where the parameters live.
    public init(
        inputs: Int, configuration: INRConfiguration, isResidual: Bool, in scope: ParameterScope
    ) {
        let (width, styleWidth) = (configuration.width, configuration.styleWidth)
        first = ModFC(
            inputs: inputs, outputs: width, styleWidth: styleWidth,
            formulation: configuration.modulation, in: scope["mod1"])
        second = ModFC(
            inputs: width, outputs: width, styleWidth: styleWidth,
            formulation: configuration.modulation, in: scope["mod2"])
        addsInput = isResidual && inputs == width
    }

    /// Evaluates the block at every pixel.
    ///
    /// - Parameters:
    ///   - x: `[B, R, inputs]`.
    ///   - style: `[B, styleWidth]`.
    /// - Returns: `[B, R, width]`.
    public func callAsFunction(_ x: Tensor, style: Tensor) -> Tensor { styled(by: style)(x) }

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
}
