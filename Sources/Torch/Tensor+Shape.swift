import CTorch

extension Tensor {
    /// The same numbers under another shape.
    ///
    /// - Parameter shape: One length may be -1: what is left.
    /// - Returns: A view where possible, else a copy.
    public func reshaped(_ shape: Int...) -> Tensor { reshaped(shape) }

    /// The same numbers under another shape.
    ///
    /// - Parameter shape: One length may be -1: what is left.
    /// - Returns: A view where possible, else a copy.
    public func reshaped(_ shape: [Int]) -> Tensor {
        withInt64s(shape) { sizes, rank in
            Tensor.call("reshaped", [self]) { ctorch_reshape($0, handle, sizes, rank) }
        }
    }

    /// Axes of length 1 repeated without copying.
    ///
    /// - Parameter shape: The new shape; -1 leaves an axis as it is.
    /// - Returns: A view.
    public func expanded(_ shape: Int...) -> Tensor {
        withInt64s(shape) { sizes, rank in
            Tensor.call("expanded", [self]) { ctorch_expand($0, handle, sizes, rank) }
        }
    }

    /// The tensor laid side by side with itself.
    ///
    /// - Parameter times: How often along each axis.
    /// - Returns: A copy.
    public func repeated(_ times: Int...) -> Tensor {
        withInt64s(times) { values, rank in
            Tensor.call("repeated", [self]) { ctorch_repeat($0, handle, values, rank) }
        }
    }

    /// Axes in another order.
    ///
    /// - Parameter axes: For each new axis, the old one.
    /// - Returns: A view.
    public func permuted(_ axes: Int...) -> Tensor {
        withInt64s(axes) { values, rank in
            Tensor.call("permuted", [self]) { ctorch_permute($0, handle, values, rank) }
        }
    }

    /// Two axes exchanged.
    ///
    /// - Parameters:
    ///   - a: One axis.
    ///   - b: The other.
    /// - Returns: A view.
    public func transposed(_ a: Int, _ b: Int) -> Tensor {
        Tensor.call("transposed", [self]) { ctorch_transpose($0, handle, Int64(a), Int64(b)) }
    }

    /// A new axis of length 1.
    ///
    /// - Parameter axis: Where it will be.
    /// - Returns: A view.
    public func unsqueezed(_ axis: Int) -> Tensor {
        alongAxis(CTORCH_UNSQUEEZE, "unsqueezed", axis)
    }

    /// An axis of length 1 taken away.
    ///
    /// - Parameter axis: The axis.
    /// - Returns: A view.
    public func squeezed(_ axis: Int) -> Tensor {
        precondition(size(axis) == 1, "squeezed(\(axis)) of shape \(shape)")
        return alongAxis(CTORCH_SQUEEZE, "squeezed", axis)
    }

    /// An axis in reverse.
    ///
    /// - Parameter axis: The axis.
    /// - Returns: A copy.
    public func flipped(_ axis: Int) -> Tensor { alongAxis(CTORCH_FLIP, "flipped", axis) }

    /// The last two axes with zeros around them.
    ///
    /// - Parameters:
    ///   - left: Columns before.
    ///   - right: Columns after.
    ///   - top: Rows before.
    ///   - bottom: Rows after.
    /// - Returns: `[..., top + H + bottom, left + W + right]`.
    public func padded(left: Int, right: Int, top: Int, bottom: Int) -> Tensor {
        Tensor.call("padded", [self]) {
            ctorch_pad2d($0, handle, Int64(left), Int64(right), Int64(top), Int64(bottom))
        }
    }

    /// Tensors one after another along an axis.
    ///
    /// - Parameters:
    ///   - tensors: At least one; equal but for the axis.
    ///   - axis: The axis.
    /// - Returns: A copy.
    public static func concatenated(_ tensors: [Tensor], axis: Int) -> Tensor {
        withHandles(tensors) { handles in
            call("concatenated", tensors) {
                ctorch_concatenate($0, handles, Int64(tensors.count), Int64(axis))
            }
        }
    }

    /// Tensors of one shape along a new axis.
    ///
    /// - Parameters:
    ///   - tensors: At least one.
    ///   - axis: Where the new axis will be.
    /// - Returns: A copy.
    public static func stacked(_ tensors: [Tensor], axis: Int) -> Tensor {
        withHandles(tensors) { handles in
            call("stacked", tensors) {
                ctorch_stack($0, handles, Int64(tensors.count), Int64(axis))
            }
        }
    }
}
