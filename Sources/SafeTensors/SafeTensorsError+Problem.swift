import Foundation

extension SafeTensorsError {
    /// What can be wrong with a safetensors file, or with a tensor in it.
    public enum Problem: Equatable, Sendable {
        /// The system refused to open or to map the file.
        case unreadable(errno: Int32)
        /// The path names a folder, a device or a pipe.
        case notAFile
        /// The file ends before its header does, or begins with something else.
        case headerLength(announced: UInt64, possible: Int)
        /// The file is too short to hold the length of a header.
        case noHeader(bytes: Int)
        /// The header breaks the grammar, at an offset from its beginning.
        case malformedHeader(expected: String, offset: Int)
        /// A name, or a key within a tensor's description, occurs twice.
        case duplicateName
        /// The element type is none of `SafeTensorsType`.
        case unknownType(String)
        /// An axis is negative, or the number of bytes exceeds 64 bits.
        case impossibleShape([Int])
        /// The offsets are reversed or reach past the end of the data.
        case outside(begin: Int, end: Int, dataBytes: Int)
        /// The offsets span another number of bytes than type and shape need.
        case sizeMismatch(bytes: Int, needed: Int)
        /// The tensor begins before the one in front of it ends.
        case overlap(begin: Int, previousEnd: Int)
        /// Bytes in front of the tensor belong to no tensor.
        case hole(begin: Int, previousEnd: Int)
        /// Bytes after the last tensor belong to no tensor.
        case trailingBytes(Int)

        /// The file was asked for a tensor that it does not hold.
        case missing
        /// The tensor was asked for as floats or integers and is neither.
        case notReadable(SafeTensorsType, as: String)

        /// The writer was given two tensors of one name.
        case addedTwice
        /// The writer was given a tensor named `__metadata__`.
        case reservedName
        /// The writer was given another number of bytes than type and shape need.
        case wrongByteCount(given: Int, needed: Int)
        /// The names and shapes do not fit into the longest header that readers accept.
        case headerTooLong(bytes: Int, limit: Int)
    }
}

extension SafeTensorsError.Problem {
    /// What is wrong, as the predicate of a sentence about the file or the tensor.
    var fact: String {
        switch self {
        case .unreadable(let code): "cannot be read (\(String(cString: strerror(code))))"
        case .notAFile: "is not a regular file"
        case .headerLength(let announced, let possible):
            "announces a header of \(announced) bytes where at most \(possible) are possible"
        case .noHeader(let bytes): "has only \(bytes) bytes, too few for a header"
        case .malformedHeader(let expected, let offset):
            "breaks the grammar: \(expected) expected at byte \(offset) of the header"
        case .duplicateName: "occurs twice in the header"
        case .unknownType(let type): "has the unknown type \(Self.quoted(type))"
        case .impossibleShape(let shape): "has the impossible shape \(Self.shortened(shape))"
        case .outside(let begin, let end, let dataBytes):
            "claims the bytes from \(begin) to \(end) of \(dataBytes) bytes of data"
        case .sizeMismatch(let bytes, let needed):
            "has \(bytes) bytes where its type and shape need \(needed)"
        case .overlap(let begin, let previousEnd):
            "begins at byte \(begin), inside the tensor that ends at \(previousEnd)"
        case .hole(let begin, let previousEnd):
            "begins at byte \(begin) and leaves a hole after byte \(previousEnd)"
        case .trailingBytes(let count): "has \(count) bytes after the last tensor"
        case .missing: "is not in the file"
        case .notReadable(let type, let wanted):
            "is of type \(type.rawValue), which is not read as \(wanted)"
        case .addedTwice: "was given to the writer twice"
        case .reservedName: "has a name that the format reserves"
        case .wrongByteCount(let given, let needed):
            "was given \(given) or more bytes to write where its type and shape need \(needed)"
        case .headerTooLong(let bytes, let limit):
            "needs a header of \(bytes) bytes where readers accept \(limit)"
        }
    }

    /// What to do about it, as an imperative.
    var advice: String {
        switch self {
        case .unreadable: "check the path and its permissions"
        case .notAFile: "name a .safetensors file"
        case .noHeader, .headerLength, .malformedHeader:
            "check that it is a safetensors file and was copied whole, or write it again"
        case .unknownType:
            "convert it to one of \(SafeTensorsType.allCases.map(\.rawValue).joined(separator: ", "))"
        case .duplicateName, .impossibleShape, .outside, .sizeMismatch, .overlap, .hole,
            .trailingBytes:
            "the file is damaged or cut short, so copy or write it again"
        case .missing: "check that the file belongs to this model"
        case .notReadable: "read its bytes or convert the file"
        case .addedTwice, .reservedName: "give it another name"
        case .wrongByteCount: "give exactly its elements"
        case .headerTooLong: "split the tensors over several files"
        }
    }

    /// Text from a file, made fit for one line of a terminal.
    ///
    /// - Parameter text: Anything: a hostile name can hold escape sequences or be megabytes long.
    /// - Returns: The text in quotes, escaped, cut after 80 characters.
    static func quoted(_ text: String) -> String {
        let cut = text.unicodeScalars.prefix(80)
        let ending = cut.endIndex == text.unicodeScalars.endIndex ? "" : "..."
        return "\"" + cut.map { $0.escaped(asASCII: true) }.joined() + ending + "\""
    }

    private static func shortened(_ shape: [Int]) -> String {
        let ending = shape.count > 8 ? ", ..." : ""
        return "[" + shape.prefix(8).map(String.init).joined(separator: ", ") + ending + "]"
    }
}
