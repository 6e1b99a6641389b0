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
        guard case .dictionary(let root) = value else { throw PickleFault(.notADictionary) }
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
            for (key, value) in objects.dictionaries[index] {
                guard case .text(let name) = key else { continue }
                guard keys.insert(name).inserted else {
                    throw .malformed("the key \(PyTorchFileError.quoted(name)) comes twice")
                }
                switch value {
                case .tensor(let tensor): tensors[name] = objects.tensors[tensor]
                case .dictionary(let inner)
                where path.count < Self.deepest && seen.insert(inner).inserted:
                    pending.append((inner, path + [name]))
                default: otherKeys.append(name)
                }
            }
            found.append(PyTorchDictionary(path: path, tensors: tensors, otherKeys: otherKeys))
        }
        return found
    }
}
