extension PickleMachine {
    /// Dictionaries further inside are passed over; a checkpoint has tensors at two or three.
    private static let deepest = 8

    /// Lists the dictionaries of a pickle.
    ///
    /// - Parameter value: Its outermost value.
    /// - Returns: The outermost dictionary and those below it that keys of text lead to, nearest
    ///   first, each once.
    /// - Throws: `PickleFault` where the value is no dictionary.
    func dictionaries(from value: PickleValue) throws(PickleFault) -> [PyTorchDictionary] {
        guard let root = dictionary(in: value) else {
            throw PickleFault(foreignName(of: value).map { .global($0) } ?? .notADictionary)
        }
        var found: [PyTorchDictionary] = []
        // Also the queue: what is found is appended and looked at in its turn.
        var pending: [(index: Int, path: [String])] = [(root, [])]
        // A dictionary can hold itself, and a few of them all others many times.
        var seen: Set<Int> = [root]
        var next = 0
        while next < pending.count {
            let (index, path) = pending[next]
            next += 1
            var tensors: [String: PyTorchTensor] = [:]
            var keys: Set<String> = []
            var otherKeys: [String] = []
            var foreign: [String: String] = [:]
            for (key, value) in objects.dictionaries[index] {
                guard case .text(let name) = key else { continue }
                guard keys.insert(name).inserted else {
                    throw .malformed("the key \(PyTorchFileError.quoted(name)) comes twice")
                }
                if case .tensor(let tensor) = value {
                    tensors[name] = objects.tensors[tensor]
                } else if let inner = dictionary(in: value), path.count < Self.deepest,
                    seen.insert(inner).inserted
                {
                    pending.append((inner, path + [name]))
                } else {
                    otherKeys.append(name)
                    foreign[name] = foreignName(of: value)
                }
            }
            found.append(
                PyTorchDictionary(
                    path: path, tensors: tensors, otherKeys: otherKeys, foreign: foreign))
        }
        return found
    }

    /// The dictionary that a value is, or that an object of an unknown class has been given as items.
    private func dictionary(in value: PickleValue) -> Int? {
        switch value {
        case .dictionary(let index): index
        case .foreign(let object): objects.foreign[object].dictionary
        default: nil
        }
    }
}
