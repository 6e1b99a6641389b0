import CIPS3DModel
import Torch

extension InitialValues {
    /// Draws a tensor.
    ///
    /// - Parameters:
    ///   - shape: Length of every axis.
    ///   - type: The kind of number.
    ///   - random: The source; a constant asks it nothing.
    /// - Returns: The tensor, on the source's device.
    func values(_ shape: [Int], type: ScalarType, random: RandomSource) -> Tensor {
        switch self {
        case .constant(let value):
            Tensor.full(value, shape: shape, type: type, device: random.device)
        case .normal(let deviation):
            deviation * random.normal(shape, type: type)
        case .uniform(let bound):
            bound * (2 * random.uniform(shape, type: type) - 1)
        }
    }
}
