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
    public func callAsFunction(_ x: Tensor, style: Tensor) -> Tensor {
        let y = leakyReLU(second(leakyReLU(first(x, style: style)), style: style))
        return addsInput ? y + x : y
    }
}
