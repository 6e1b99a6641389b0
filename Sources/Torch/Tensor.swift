import CTorch

/// A multi-dimensional array of libtorch, with a gradient graph behind it.
///
/// Operations never change a tensor; they return a new one. The few that write in place are named
/// so (`copy(from:)`, `fill(with:)`) and belong to optimisers, moving averages and loaders.
///
/// A mistake of shape is a programmer's error and traps, naming the operation and all shapes.
/// A tensor that is kept keeps the graph it came from: keep `detached()` ones.
///
/// Not `Sendable`: libtorch's tensors may be read by several threads, but not written.
public final class Tensor {
    let handle: OpaquePointer

    /// Takes over a handle that a call through the door handed out.
    init(owning handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        ctorch_free(handle)
    }

    /// Number of axes.
    public var rank: Int { Int(ctorch_rank(handle)) }

    /// Length of every axis.
    public var shape: [Int] { (0..<rank).map { Int(ctorch_size(handle, Int64($0))) } }

    /// Number of elements.
    public var count: Int { shape.reduce(1, *) }

    /// Length of one axis; negative axes count from the last.
    ///
    /// - Parameter axis: The axis, in `-rank..<rank`.
    /// - Returns: Its length.
    public func size(_ axis: Int) -> Int {
        let index = axis < 0 ? axis + rank : axis
        precondition((0..<rank).contains(index), "size(\(axis)) of a tensor of shape \(shape)")
        return Int(ctorch_size(handle, Int64(index)))
    }

    /// The kind of its numbers.
    public var type: ScalarType { ScalarType(code: ctorch_type_of(handle)) }

    /// Where its numbers are.
    public var device: Device { Device(code: ctorch_device_of(handle)) }

    /// Whether operations on it are recorded.
    public var requiresGradient: Bool { ctorch_requires_gradient(handle) }
}

extension Tensor: CustomStringConvertible {
    /// Type, shape and device, without the numbers.
    public var description: String { "Tensor(\(type), \(shape), \(device))" }
}
