import CIPS3DModel
import Torch

/// A place in a ``ParameterStore`` where a layer makes its parameters.
public struct ParameterScope {
    let store: ParameterStore
    private(set) var path: String
    /// Whether parameters made here and further in are learned.
    private(set) var isLearned = true

    init(store: ParameterStore, path: String) {
        (self.store, self.path) = (store, path)
    }

    /// A place one step further in.
    public subscript(name: String) -> ParameterScope {
        var inner = self
        inner.path = path.isEmpty ? name : "\(path).\(name)"
        return inner
    }

    /// The same place, where nothing is learned: parameters are made alike, and stay.
    ///
    /// - Parameter isFrozen: False leaves it as it is.
    /// - Returns: The place.
    public func frozen(_ isFrozen: Bool = true) -> ParameterScope {
        var scope = self
        if isFrozen { scope.isLearned = false }
        return scope
    }

    /// A place one step further in, for layers in a row.
    public subscript(index: Int) -> ParameterScope { self[String(index)] }

    /// Makes a tensor that is learned, unless the place is frozen.
    ///
    /// - Parameters:
    ///   - name: Its name here.
    ///   - shape: Length of every axis.
    ///   - initializer: How it is filled.
    /// - Returns: The tensor; one that is learned requires gradients.
    package func parameter(
        _ name: String, _ shape: [Int], _ initializer: InitialValues
    ) -> Tensor {
        let values = initializer.values(shape, type: store.type, random: store.random)
        return store.register(
            self[name].path, isLearned ? values.requiringGradient() : values, isLearned: isLearned)
    }

    /// Makes a tensor that is stored with the network but not learned.
    ///
    /// - Parameters:
    ///   - name: Its name here.
    ///   - shape: Length of every axis.
    ///   - initializer: How it is filled.
    /// - Returns: The tensor.
    package func constant(_ name: String, _ shape: [Int], _ initializer: InitialValues) -> Tensor {
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
