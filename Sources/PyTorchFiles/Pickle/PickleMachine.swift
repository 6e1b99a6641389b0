/// Follows the instructions of a pickle as far as dictionaries of tensors need, and runs nothing.
///
/// A stack of values, a memo of values that come again, and marks: heights of the stack that
/// instructions on many values reach down to. Time and memory grow with the pickle's length, and
/// that is bounded.
///
/// Pickles may stand one behind the other: each begins with nothing on the stack and in the memo.
struct PickleMachine {
    /// More than the checkpoint of any training run takes.
    private static let mostInstructions = 1 << 20

    private var cursor: PickleCursor
    private var instructionsLeft = Self.mostInstructions
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    /// What the values of all pickles refer to.
    private(set) var objects = PickleObjects()

    /// A machine at the beginning of a pickle.
    init(_ cursor: PickleCursor) { self.cursor = cursor }

    /// Bytes taken so far: where the last pickle ended.
    var position: Int { cursor.position }

    /// Follows all instructions of the next pickle.
    ///
    /// - Returns: The outermost value.
    /// - Throws: `PickleFault` for a pickle of anything else.
    mutating func next() throws(PickleFault) -> PickleValue {
        (stack, marks, memo) = ([], [], [:])
        guard try cursor.byte() == PickleOpcode.proto.rawValue, try cursor.byte() >= 2 else {
            throw .malformed("it does not begin with protocol 2 or later")
        }
        while true {
            try spend(1)
            let position = cursor.position
            let byte = try cursor.byte()
            guard let opcode = PickleOpcode(rawValue: byte) else {
                throw .malformed(
                    "instruction 0x\(String(byte, radix: 16)) at byte \(position)")
            }
            if opcode == .stop { return try pop() }
            try follow(opcode)
        }
    }

    private mutating func spend(_ instructions: Int) throws(PickleFault) {
        instructionsLeft -= instructions
        guard instructionsLeft >= 0 else {
            throw PickleFault(.tooLarge(reason: "more than \(Self.mostInstructions) instructions"))
        }
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
        case .emptyList: pushList()
        case .append: try append([try pop()])
        case .appends: try append(try popToMark())

        case .none, .newTrue, .newFalse: stack.append(.other)
        case .binFloat:
            _ = try cursor.take(8)
            stack.append(.other)
        case .binInt: stack.append(.integer(try cursor.signed(bytes: 4)))
        case .binInt1: stack.append(.integer(try cursor.unsigned(bytes: 1)))
        case .binInt2: stack.append(.integer(try cursor.unsigned(bytes: 2)))
        case .long1: try pushLong(bytes: Int(try cursor.byte()))
        case .int: try pushInteger(try cursor.line())
        case .binUnicode, .binString: try pushText(lengthBytes: 4)
        case .shortBinUnicode, .shortBinString: try pushText(lengthBytes: 1)
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

    private mutating func pushInteger(_ digits: String) throws(PickleFault) {
        guard let integer = Int(digits) else { throw .malformed("a number without its digits") }
        stack.append(.integer(integer))
    }

    private mutating func pushLong(bytes count: Int) throws(PickleFault) {
        if count <= 8 {
            stack.append(.integer(try cursor.signed(bytes: count)))
        } else {
            stack.append(.long(Array(try cursor.take(count))))
        }
    }

    private mutating func pushTuple(_ values: [PickleValue]) {
        stack.append(.tuple(objects.tuples.count))
        objects.tuples.append(values)
    }

    private mutating func pushList() {
        stack.append(.list(objects.lists.count))
        objects.lists.append([])
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

    private mutating func append(_ values: [PickleValue]) throws(PickleFault) {
        guard case .list(let index) = try top() else {
            guard try top() == .other else { throw .malformed("an element of no list") }
            return
        }
        objects.lists[index] += values
    }

    private mutating func pushGlobal(_ names: [PickleValue]) throws(PickleFault) {
        guard case .text(let module) = names[0], case .text(let name) = names[1] else {
            throw .malformed("a name that is no text")
        }
        stack.append(.global(try PickleGlobal(module: module, name: name)))
    }

    private mutating func pushStorage(_ value: PickleValue) throws(PickleFault) {
        stack.append(.storage(objects.storages.count))
        objects.storages.append(try objects.storage(value))
    }

    private mutating func call(_ values: [PickleValue]) throws(PickleFault) {
        guard case .global(let function) = values[0], case .tuple(let index) = values[1] else {
            throw .malformed("a call of something that has no name")
        }
        let arguments = objects.tuples[index]
        switch function {
        case .orderedDictionary:
            pushDictionary()
            if let pairs = arguments.first { try setItems(try items(ofPairs: pairs)) }
        case .tensor:
            stack.append(.tensor(objects.tensors.count))
            objects.tensors.append(try objects.tensor(arguments))
        case .parameter:
            guard case .tensor? = arguments.first else {
                throw .malformed("a parameter without tensor")
            }
            stack.append(arguments[0])
        case .plainValue: stack.append(.other)
        case .storage: throw .malformed("a storage within the pickle")
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
    private mutating func build(_ values: [PickleValue]) throws(PickleFault) {
        switch values[0] {
        case .dictionary, .tensor, .other: stack.append(values[0])
        default: throw .malformed("attributes of something that has none")
        }
    }
}
