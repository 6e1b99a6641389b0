/// Follows the instructions of a pickle as far as dictionaries of tensors need, and runs nothing.
///
/// A stack of values, a memo of values that come again, and marks: heights of the stack that
/// instructions on many values reach down to. Time and memory grow with the pickle's length, and
/// that is bounded.
struct PickleMachine {
    /// More than the checkpoint of any training run takes.
    private static let mostInstructions = 1 << 20

    private var cursor: PickleCursor
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    var objects = PickleObjects()

    init(_ bytes: [UInt8]) { cursor = PickleCursor(bytes) }

    /// Follows all instructions.
    ///
    /// - Returns: The outermost value.
    /// - Throws: `PickleFault` for a pickle of anything else.
    mutating func run() throws(PickleFault) -> PickleValue {
        guard try cursor.byte() == PickleOpcode.proto.rawValue, try cursor.byte() >= 2 else {
            throw .malformed("it does not begin with protocol 2 or later")
        }
        for _ in 0..<Self.mostInstructions {
            let position = cursor.position
            let byte = try cursor.byte()
            guard let opcode = PickleOpcode(rawValue: byte) else {
                throw .malformed(
                    "instruction 0x\(String(byte, radix: 16)) at byte \(position)")
            }
            if opcode == .stop { return try pop() }
            try follow(opcode)
        }
        throw PickleFault(.tooLarge(reason: "more than \(Self.mostInstructions) instructions"))
    }

    private mutating func follow(_ opcode: PickleOpcode) throws(PickleFault) {
        switch opcode {
        case .proto: _ = try cursor.take(1)
        case .frame: _ = try cursor.take(8)
        case .stop: break

        case .mark: marks.append(stack.count)
        case .emptyDict: pushDictionary()
        case .emptyTuple: pushTuple([])
        case .tuple: pushTuple(try popToMark())
        case .tuple1: pushTuple(try pop(1))
        case .tuple2: pushTuple(try pop(2))
        case .tuple3: pushTuple(try pop(3))
        case .setItem: try setItems(try pop(2))
        case .setItems: try setItems(try popToMark())
        // Lists are passed over: no tensor of a state dict lies in one.
        case .append: _ = try pop()
        case .appends: _ = try popToMark()

        case .none, .newTrue, .newFalse, .emptyList: stack.append(.other)
        case .binFloat:
            _ = try cursor.take(8)
            stack.append(.other)
        case .binInt: stack.append(.integer(try cursor.signed(bytes: 4)))
        case .binInt1: stack.append(.integer(try cursor.unsigned(bytes: 1)))
        case .binInt2: stack.append(.integer(try cursor.unsigned(bytes: 2)))
        case .long1: try pushLong(bytes: Int(try cursor.byte()))
        case .binUnicode: try pushText(lengthBytes: 4)
        case .shortBinUnicode: try pushText(lengthBytes: 1)
        case .binUnicode8: try pushText(lengthBytes: 8)
        case .binBytes: try passBytes(lengthBytes: 4)
        case .shortBinBytes: try passBytes(lengthBytes: 1)

        case .binPut: memo[try cursor.unsigned(bytes: 1)] = try top()
        case .longBinPut: memo[try cursor.unsigned(bytes: 4)] = try top()
        case .memoize: memo[memo.count] = try top()
        case .binGet: try pushMemo(try cursor.unsigned(bytes: 1))
        case .longBinGet: try pushMemo(try cursor.unsigned(bytes: 4))

        case .global:
            let (module, name) = (try cursor.line(), try cursor.line())
            stack.append(.global(try PickleGlobal(module: module, name: name)))
        case .stackGlobal: try pushGlobal(try pop(2))
        case .binPersID: try pushStorage(try pop())
        case .reduce: try call(try pop(2))
        case .build: try build(try pop(2))
        }
    }
}

// MARK: - The stack

extension PickleMachine {
    /// The lowest height that values may be taken from.
    private var floor: Int { marks.last ?? 0 }

    private func top() throws(PickleFault) -> PickleValue {
        guard stack.count > floor, let value = stack.last else {
            throw .malformed("a value is missing")
        }
        return value
    }

    private mutating func pop() throws(PickleFault) -> PickleValue {
        let value = try top()
        stack.removeLast()
        return value
    }

    /// Takes values, the lowest first.
    private mutating func pop(_ count: Int) throws(PickleFault) -> [PickleValue] {
        guard stack.count - floor >= count else { throw .malformed("a value is missing") }
        defer { stack.removeLast(count) }
        return Array(stack.suffix(count))
    }

    private mutating func popToMark() throws(PickleFault) -> [PickleValue] {
        guard let mark = marks.popLast() else { throw .malformed("a mark is missing") }
        defer { stack.removeLast(stack.count - mark) }
        return Array(stack[mark...])
    }

    private mutating func pushMemo(_ index: Int) throws(PickleFault) {
        guard let value = memo[index] else { throw .malformed("memo \(index) is empty") }
        stack.append(value)
    }

    private mutating func pushText(lengthBytes: Int) throws(PickleFault) {
        let count = try cursor.unsigned(bytes: lengthBytes)
        stack.append(.text(try cursor.text(bytes: count)))
    }

    private mutating func passBytes(lengthBytes: Int) throws(PickleFault) {
        _ = try cursor.take(try cursor.unsigned(bytes: lengthBytes))
        stack.append(.other)
    }

    /// Numbers beyond 64 bits are no part of a tensor.
    private mutating func pushLong(bytes count: Int) throws(PickleFault) {
        if count <= 8 {
            stack.append(.integer(try cursor.signed(bytes: count)))
        } else {
            _ = try cursor.take(count)
            stack.append(.other)
        }
    }

    private mutating func pushTuple(_ values: [PickleValue]) {
        stack.append(.tuple(objects.tuples.count))
        objects.tuples.append(values)
    }

    private mutating func pushDictionary() {
        stack.append(.dictionary(objects.dictionaries.count))
        objects.dictionaries.append([])
    }
}

// MARK: - Objects

extension PickleMachine {
    private mutating func setItems(_ items: [PickleValue]) throws(PickleFault) {
        guard items.count.isMultiple(of: 2) else { throw .malformed("a key without a value") }
        // What is passed over takes items too.
        guard case .dictionary(let index) = try top() else {
            guard try top() == .other else { throw .malformed("items of no dictionary") }
            return
        }
        for place in stride(from: 0, to: items.count, by: 2) {
            objects.dictionaries[index].append((items[place], items[place + 1]))
        }
    }

    private mutating func pushGlobal(_ names: [PickleValue]) throws(PickleFault) {
        guard case .text(let module) = names[0], case .text(let name) = names[1] else {
            throw .malformed("a name that is no text")
        }
        stack.append(.global(try PickleGlobal(module: module, name: name)))
    }

    /// What lies outside of the pickle is a storage: `("storage", class, key, device, count)`.
    private mutating func pushStorage(_ value: PickleValue) throws(PickleFault) {
        guard case .tuple(let index) = value, objects.tuples[index].count == 5,
            objects.tuples[index][0] == .text("storage"),
            case .global(.storage(let type)) = objects.tuples[index][1],
            case .text(let key) = objects.tuples[index][2],
            case .integer(let count) = objects.tuples[index][4], count >= 0
        else { throw .malformed("a storage that is none") }
        stack.append(.storage(objects.storages.count))
        objects.storages.append(PyTorchStorage(type: type, key: key, count: count))
    }

    private mutating func call(_ values: [PickleValue]) throws(PickleFault) {
        guard case .global(let function) = values[0], case .tuple(let index) = values[1] else {
            throw .malformed("a call of something that has no name")
        }
        let arguments = objects.tuples[index]
        switch function {
        case .orderedDictionary:
            guard arguments.isEmpty else { throw .malformed("a dictionary with arguments") }
            pushDictionary()
        case .tensor:
            stack.append(.tensor(objects.tensors.count))
            objects.tensors.append(try tensor(arguments))
        case .parameter:
            guard case .tensor? = arguments.first else {
                throw .malformed("a parameter without tensor")
            }
            stack.append(arguments[0])
        case .plainValue: stack.append(.other)
        case .storage: throw .malformed("a storage within the pickle")
        }
    }

    /// The arguments are a storage, an offset, a shape, strides, and what is of no interest.
    private func tensor(_ arguments: [PickleValue]) throws(PickleFault) -> PyTorchTensor {
        guard arguments.count >= 4, case .storage(let storage) = arguments[0],
            case .integer(let offset) = arguments[1]
        else { throw .tensor("no storage or no offset") }
        return try PyTorchTensor(
            storage: objects.storages[storage], offset: offset,
            shape: try integers(arguments[2]), strides: try integers(arguments[3]))
    }

    private func integers(_ value: PickleValue) throws(PickleFault) -> [Int] {
        guard case .tuple(let index) = value else { throw .tensor("no shape or no strides") }
        var integers: [Int] = []
        for value in objects.tuples[index] {
            guard case .integer(let integer) = value else {
                throw .tensor("a length or stride that is no whole number")
            }
            integers.append(integer)
        }
        return integers
    }

    /// Attributes of a dictionary or of a value that is passed over: PyTorch notes versions there.
    private mutating func build(_ values: [PickleValue]) throws(PickleFault) {
        switch values[0] {
        case .dictionary, .tensor, .other: stack.append(values[0])
        default: throw .malformed("attributes of something that has none")
        }
    }
}
