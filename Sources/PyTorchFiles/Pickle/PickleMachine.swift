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
    var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    /// What the values of all pickles refer to.
    var objects = PickleObjects()

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

    mutating func spend(_ instructions: Int) throws(PickleFault) {
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
        case .binBytes8, .byteArray8: try passBytes(lengthBytes: 8)
        case .long4: try pushLong(bytes: try cursor.unsigned(bytes: 4))

        case .emptySet: pushForeign("builtins.set")
        case .addItems: _ = try popToMark()
        case .frozenSet:
            _ = try popToMark()
            pushForeign("builtins.frozenset")
        case .newObject: try makeObject(try pop(2))
        case .newObjectEx: try makeObject(try pop(3))
        case .object: try makeObject(try popToMark())

        case .pop:
            // What was marked last goes where nothing stands above it.
            if stack.count == floor, !marks.isEmpty { marks.removeLast() } else { _ = try pop() }
        case .popMark: _ = try popToMark()
        case .duplicate: stack.append(try top())

        case .binPut: memo[try cursor.unsigned(bytes: 1)] = try top()
        case .longBinPut: memo[try cursor.unsigned(bytes: 4)] = try top()
        case .memoize: memo[memo.count] = try top()
        case .binGet: try pushMemo(try cursor.unsigned(bytes: 1))
        case .longBinGet: try pushMemo(try cursor.unsigned(bytes: 4))

        case .global:
            let (module, name) = (try cursor.line(), try cursor.line())
            stack.append(.global(PickleGlobal(module: module, name: name)))
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

    func top() throws(PickleFault) -> PickleValue {
        guard stack.count > floor, let value = stack.last else {
            throw .malformed("a value is missing")
        }
        return value
    }

    mutating func pop() throws(PickleFault) -> PickleValue {
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

    mutating func pushDictionary() {
        stack.append(.dictionary(objects.dictionaries.count))
        objects.dictionaries.append([])
    }

    mutating func pushForeign(_ name: String) {
        stack.append(.foreign(objects.foreign.count))
        objects.foreign.append(PickleObjects.Foreign(name: name))
    }
}
