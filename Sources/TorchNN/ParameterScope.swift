import CIPS3DModel
import Torch

/// A place in a ``ParameterStore`` where a layer makes its parameters.
public struct ParameterScope {
    let store: ParameterStore
    let path: String

    /// A place one step further in.
    public subscript(name: String) -> ParameterScope {
        ParameterScope(store: store, path: path.isEmpty ? name : "\(path).\(name)")
    }

    /// A place one step further in, for layers in a row.
    public subscript(index: Int) -> ParameterScope { self[String(index)] }

    /// Makes a tensor that is learned.
    ///
    /// - Parameters:
    ///   - name: Its name here.
    ///   - shape: Length of every axis.
    ///   - initializer: How it is filled.
    /// - Returns: The tensor, which requires gradients.
    public func parameter(
        _ name: String, _ shape: [Int], _ initializer: InitialValues
    ) -> Tensor {
        let values = initializer.values(shape, type: store.type, random: store.random)
        return store.register(self[name].path, values.requiringGradient(), isLearned: true)
    }

    /// Makes a tensor that is stored with the network but not learned.
    ///
    /// - Parameters:
    ///   - name: Its name here.
    ///   - shape: Length of every axis.
    ///   - initializer: How it is filled.
    /// - Returns: The tensor.
    public func constant(_ name: String, _ shape: [Int], _ initializer: InitialValues) -> Tensor {
        let values = initializer.values(shape, type: store.type, random: store.random)
        return store.register(self[name].path, values, isLearned: false)
    }

    /// Makes a tensor that is stored with the network but not learned.
    ///
    /// - Parameters:
    ///   - name: Its name here.
    ///   - values: Its numbers.
    ///   - shape: Length of every axis.
    /// - Returns: The tensor.
    public func constant(_ name: String, _ values: [Double], shape: [Int]) -> Tensor {
        let tensor = Tensor(values, shape: shape).converted(to: store.type, on: store.device)
        return store.register(self[name].path, tensor, isLearned: false)
    }
}
