/// What a checkpoint says about one of its tensors.
///
/// A tensor is only made once its shape, its strides and the size that its storage claims were found
/// to agree. Element `[i, j, ...]` is element `offset + i · strides[0] + j · strides[1] + ...` of
/// the storage.
public struct PyTorchTensor: Sendable, Equatable {
    /// Axes that a tensor may have, as in PyTorch.
    private static let mostAxes = 64

    /// The type of its elements.
    public let type: PyTorchElementType
    /// Length of every axis; empty for a single value.
    public let shape: [Int]
    /// How many elements it has.
    public let elementCount: Int

    /// Steps in the storage from one element to the next along each axis.
    let strides: [Int]
    /// Where its first element is in the storage.
    let offset: Int
    /// What its elements lie in.
    let storage: PyTorchStorage

    /// A tensor whose elements all lie within its storage.
    ///
    /// - Parameters:
    ///   - storage: What its elements lie in.
    ///   - offset: Where its first element is among those of the storage that it may use.
    ///   - shape: Length of every axis.
    ///   - strides: Steps from one element to the next along each axis.
    /// - Throws: `PickleFault` where they do not agree.
    init(
        storage: PyTorchStorage, offset: Int, shape: [Int], strides: [Int]
    ) throws(PickleFault) {
        guard shape.count == strides.count, shape.count <= Self.mostAxes else {
            throw .tensor("\(shape.count) axes and \(strides.count) strides")
        }
        guard offset >= 0, (shape + strides).allSatisfy({ $0 >= 0 }) else {
            throw .tensor("a negative length, stride or offset")
        }
        guard let count = Self.product(shape),
            shape.contains(0)
                || Self.last(offset, shape, strides).map({ $0 < storage.elements.count }) == true
        else {
            throw .tensor("elements outside of a storage of \(storage.elements.count)")
        }
        (self.storage, self.shape, self.strides) = (storage, shape, strides)
        self.offset = storage.elements.lowerBound + offset
        type = storage.type
        elementCount = count
    }

    /// Whether the elements lie one behind the other in row-major order.
    var isContiguous: Bool {
        var expected = 1
        for (length, stride) in zip(shape, strides).reversed() where length != 1 {
            guard stride == expected else { return false }
            expected *= length  // at most elementCount, which did not overflow
        }
        return true
    }

    /// The number of elements; nil where it overflows.
    private static func product(_ shape: [Int]) -> Int? {
        guard !shape.contains(0) else { return 0 }
        var product = 1
        for length in shape {
            let (next, overflow) = product.multipliedReportingOverflow(by: length)
            guard !overflow else { return nil }
            product = next
        }
        return product
    }

    /// The place of the last element, where no axis is empty; nil where it overflows.
    private static func last(_ offset: Int, _ shape: [Int], _ strides: [Int]) -> Int? {
        var last = offset
        for (length, stride) in zip(shape, strides) {
            let (steps, overflow) = (length - 1).multipliedReportingOverflow(by: stride)
            let (next, carry) = last.addingReportingOverflow(steps)
            guard !overflow, !carry else { return nil }
            last = next
        }
        return last
    }
}
