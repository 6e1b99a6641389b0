import CTorch

extension Tensor {
    /// A run of an axis.
    ///
    /// - Parameters:
    ///   - axis: The axis.
    ///   - range: Which indices.
    /// - Returns: A view.
    public func narrowed(_ axis: Int, _ range: Range<Int>) -> Tensor {
        Tensor.call("narrowed", [self]) {
            ctorch_narrow($0, handle, Int64(axis), Int64(range.lowerBound), Int64(range.count))
        }
    }

    /// One index of an axis, which goes.
    ///
    /// - Parameters:
    ///   - axis: The axis.
    ///   - index: The index; negative ones count from the last.
    /// - Returns: A view.
    public func selected(_ axis: Int, _ index: Int) -> Tensor {
        Tensor.call("selected", [self]) {
            ctorch_select($0, handle, Int64(axis), Int64(index))
        }
    }

    /// Slices of an axis in any order.
    ///
    /// - Parameters:
    ///   - indices: `[K]`, int64.
    ///   - axis: The axis.
    /// - Returns: A copy; the axis has length K.
    public func taking(_ indices: Tensor, axis: Int) -> Tensor {
        Tensor.call("taking", [self, indices]) {
            ctorch_index_select($0, handle, Int64(axis), indices.handle)
        }
    }

    /// The tensor with some slices of an axis replaced.
    ///
    /// - Parameters:
    ///   - indices: `[K]`, int64, all different.
    ///   - axis: The axis.
    ///   - source: What takes their place; the axis has length K.
    /// - Returns: A copy; gradient flows to both.
    public func replacing(_ indices: Tensor, axis: Int, with source: Tensor) -> Tensor {
        Tensor.call("replacing", [self, indices, source]) {
            ctorch_index_copy($0, handle, Int64(axis), indices.handle, source.handle)
        }
    }

    /// One element for each index along an axis.
    ///
    /// - Parameters:
    ///   - indices: int64, as many axes as `self`.
    ///   - axis: The axis.
    /// - Returns: The shape of `indices`.
    public func gathered(_ indices: Tensor, axis: Int) -> Tensor {
        Tensor.call("gathered", [self, indices]) {
            ctorch_gather($0, handle, Int64(axis), indices.handle)
        }
    }

    /// The elements in rising order.
    ///
    /// - Parameter axis: The axis to sort along.
    /// - Returns: The values, and for each the index it came from.
    public func sorted(axis: Int) -> (values: Tensor, order: Tensor) {
        var order: OpaquePointer?
        let values = Tensor.call("sorted", [self]) {
            ctorch_sort($0, &order, handle, Int64(axis))
        }
        guard let order else { preconditionFailure("sorted of shape \(shape): no order") }
        return (values, Tensor(owning: order))
    }

    /// For each value the first index at which it could enter its sorted row.
    ///
    /// - Parameter values: `[..., K]`.
    /// - Returns: int64 `[..., K]`: the number of elements that are smaller.
    public func insertionIndices(of values: Tensor) -> Tensor {
        let (row, wanted) = (contiguous(), values.contiguous())
        return Tensor.call("insertionIndices", [row, wanted]) {
            ctorch_search_sorted($0, row.handle, wanted.handle)
        }
    }
}
