/// What instructions make of values, as far as tensors need it. Nothing is called.
extension PickleMachine {
    mutating func setItems(_ items: [PickleValue]) throws(PickleFault) {
        guard items.count.isMultiple(of: 2) else { throw .malformed("a key without a value") }
        guard let index = try dictionaryOnTop() else { return }
        for place in stride(from: 0, to: items.count, by: 2) {
            objects.dictionaries[index].append((items[place], items[place + 1]))
        }
    }

    /// The dictionary that takes items; nil where they are passed over.
    ///
    /// Of an object that is not known the items are kept: classes that extend Python's dictionary hold tensors too.
    private mutating func dictionaryOnTop() throws(PickleFault) -> Int? {
        switch try top() {
        case .dictionary(let index): return index
        case .foreign(let object):
            if let index = objects.foreign[object].dictionary { return index }
            objects.foreign[object].dictionary = objects.dictionaries.count
            objects.dictionaries.append([])
            return objects.foreign[object].dictionary
        case .other: return nil
        default: throw .malformed("items of no dictionary")
        }
    }

    mutating func append(_ values: [PickleValue]) throws(PickleFault) {
        switch try top() {
        case .list(let index): objects.lists[index] += values
        case .other, .foreign: break
        default: throw .malformed("an element of no list")
        }
    }

    mutating func pushGlobal(_ names: [PickleValue]) throws(PickleFault) {
        guard case .text(let module) = names[0], case .text(let name) = names[1] else {
            throw .malformed("a name that is no text")
        }
        stack.append(.global(PickleGlobal(module: module, name: name)))
    }

    mutating func pushStorage(_ value: PickleValue) throws(PickleFault) {
        // What was saved whole before PyTorch 1.6 names its class and brings the source.
        if case .tuple(let index) = value, objects.tuples[index].first == .text("module"),
            objects.tuples[index].count > 1,
            case .global(.foreign(let name)) = objects.tuples[index][1]
        {
            pushForeign(name)
            return
        }
        stack.append(.storage(objects.storages.count))
        objects.storages.append(try objects.storage(value))
    }

    mutating func call(_ values: [PickleValue]) throws(PickleFault) {
        if let name = foreignName(of: values[0]) {
            pushForeign(name)
            return
        }
        guard case .global(let function) = values[0], case .tuple(let index) = values[1] else {
            throw .malformed("a call of something that has no name")
        }
        try call(function, objects.tuples[index])
    }

    private mutating func call(
        _ function: PickleGlobal, _ arguments: [PickleValue]
    ) throws(PickleFault) {
        switch function {
        case .orderedDictionary:
            pushDictionary()
            if let pairs = arguments.first { try setItems(try items(ofPairs: pairs)) }
        case .defaultDictionary: pushDictionary()
        case .tensor: pushTensor(try objects.tensor(arguments))
        case .tensorOfType:
            guard arguments.count > 6, case .global(.elementType(let type)) = arguments[6] else {
                throw .tensor("no type of its elements")
            }
            pushTensor(try objects.tensor(arguments, of: type))
        case .tensorOfClass:
            guard arguments.count > 2 else { throw .malformed("a tensor without its maker") }
            try call([arguments[0], arguments[2]])
        case .parameter:
            guard let inner = arguments.first else { throw .malformed("a parameter of nothing") }
            switch inner {
            case .tensor, .foreign: stack.append(inner)
            default: throw .malformed("a parameter without tensor")
            }
        case .plainValue, .elementType: stack.append(.other)
        case .storage: throw .malformed("a storage within the pickle")
        case .foreign(let name): pushForeign(name)
        }
    }

    private mutating func pushTensor(_ tensor: PyTorchTensor) {
        stack.append(.tensor(objects.tensors.count))
        objects.tensors.append(tensor)
    }

    /// An object of the class that comes first.
    mutating func makeObject(_ values: [PickleValue]) throws(PickleFault) {
        guard let type = values.first else { throw .malformed("an object without its class") }
        if let name = foreignName(of: type) {
            pushForeign(name)
        } else if type == .global(.orderedDictionary) || type == .global(.defaultDictionary) {
            pushDictionary()
        } else if case .global = type {
            stack.append(.other)
        } else {
            throw .malformed("an object of something that is no class")
        }
    }

    /// The name of what is not known, of a class or of an object that is called.
    func foreignName(of value: PickleValue) -> String? {
        switch value {
        case .global(.foreign(let name)): name
        case .foreign(let object): objects.foreign[object].name
        default: nil
        }
    }

    /// Keys and values in turn; Python 2 makes an ordered dictionary of a list of lists of two.
    private mutating func items(ofPairs value: PickleValue) throws(PickleFault) -> [PickleValue] {
        let fault = PickleFault.malformed("a dictionary of something else than pairs")
        guard case .list(let list) = value else { throw fault }
        // A list can be named again and again, by one instruction each time.
        try spend(objects.lists[list].count)
        var items: [PickleValue] = []
        for value in objects.lists[list] {
            guard case .list(let pair) = value, objects.lists[pair].count == 2 else { throw fault }
            items += objects.lists[pair]
        }
        return items
    }

    /// Attributes of a dictionary or of a value that is passed over: PyTorch notes versions there.
    mutating func build(_ values: [PickleValue]) throws(PickleFault) {
        switch values[0] {
        case .dictionary, .tensor, .other, .foreign: stack.append(values[0])
        default: throw .malformed("attributes of something that has none")
        }
    }

    /// The next pickle, of which PyTorch itself is the author: it has no objects of others.
    mutating func nextOfPyTorch() throws(PickleFault) -> PickleValue {
        let value = try next()
        if let name = foreignName(of: value) { throw PickleFault(.global(name)) }
        return value
    }
}
