/// Everything that the values of a pickle refer to.
struct PickleObjects {
    var tuples: [[PickleValue]] = []
    var lists: [[PickleValue]] = []
    var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
    var storages: [PyTorchStorage] = []
    var tensors: [PyTorchTensor] = []
    var foreign: [Foreign] = []

    /// An object that is not made: its class, and items that it was given as a dictionary would be.
    struct Foreign {
        let name: String
        var dictionary: Int?
    }
}

extension PickleObjects {
    /// What lies outside of the pickle is a storage: `("storage", class, key, device, count)`, and
    /// where there is no archive a sixth value: None, or a view `(key, offset, count)`.
    ///
    /// - Parameter value: The tuple.
    /// - Returns: The storage that it names.
    /// - Throws: `PickleFault` for anything else.
    func storage(_ value: PickleValue) throws(PickleFault) -> PyTorchStorage {
        let fault = PickleFault.malformed("a storage that is none")
        guard case .tuple(let index) = value else { throw fault }
        let parts = tuples[index]
        guard (5...6).contains(parts.count), parts[0] == .text("storage"),
            case .global(.storage(let type)) = parts[1], case .text(let key) = parts[2],
            case .integer(let count) = parts[4], count >= 0
        else { throw fault }
        let elements =
            parts.count == 6 && parts[5] != .other
            ? try view(parts[5], of: count) : 0..<count
        return PyTorchStorage(type: type, key: key, count: count, elements: elements)
    }

    /// The part of a storage of so many elements that a tensor may use.
    private func view(_ value: PickleValue, of count: Int) throws(PickleFault) -> Range<Int> {
        guard case .tuple(let index) = value, tuples[index].count == 3,
            case .integer(let first) = tuples[index][1], (0...count).contains(first),
            case .integer(let length) = tuples[index][2], (0...count - first).contains(length)
        else { throw .malformed("a view outside of its storage") }
        return first..<first + length
    }

    /// A tensor of its storage, offset, shape and strides; what follows them is of no interest.
    ///
    /// - Parameters:
    ///   - arguments: Those of the call that makes it.
    ///   - type: Of the elements, where the storage is one of bytes.
    /// - Returns: The tensor.
    /// - Throws: `PickleFault` where the arguments are something else or do not agree.
    func tensor(
        _ arguments: [PickleValue], of type: PyTorchElementType? = nil
    ) throws(PickleFault) -> PyTorchTensor {
        if case .foreign(let object)? = arguments.first {
            throw PickleFault(.global(foreign[object].name))
        }
        guard arguments.count >= 4, case .storage(let place) = arguments[0],
            case .integer(let offset) = arguments[1]
        else { throw .tensor("no storage or no offset") }
        var storage = storages[place]
        if let type {
            guard let typed = storage.typed(type) else {
                throw .tensor("a storage that is no whole number of \(type.rawValue)")
            }
            storage = typed
        }
        return try PyTorchTensor(
            storage: storage, offset: offset,
            shape: try integers(arguments[2]), strides: try integers(arguments[3]))
    }

    private func integers(_ value: PickleValue) throws(PickleFault) -> [Int] {
        guard case .tuple(let index) = value else { throw .tensor("no shape or no strides") }
        var integers: [Int] = []
        for value in tuples[index] {
            guard case .integer(let integer) = value else {
                throw .tensor("a length or stride that is no whole number")
            }
            integers.append(integer)
        }
        return integers
    }
}
