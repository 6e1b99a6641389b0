import Foundation

/// Pickles of protocol 2 written byte by byte, right and wrong ones.
package enum PickleBytes {
    /// `value` as the whole of a pickle.
    package static func whole(_ value: Data) -> Data { Data([0x80, 2]) + value + Data(".".utf8) }

    /// A text.
    package static func text(_ text: String) -> Data {
        Data("X".utf8) + little(UInt32(text.utf8.count)) + Data(text.utf8)
    }

    /// A whole number of eight bytes.
    package static func integer(_ number: Int) -> Data { Data([0x8A, 8]) + little(number) }

    /// A whole number of any length, its bytes in two's complement, the least significant first.
    package static func long(_ bytes: [UInt8]) -> Data { Data([0x8A, UInt8(bytes.count)] + bytes) }

    /// A fraction.
    package static func fraction(_ number: Double) -> Data {
        Data("G".utf8) + withUnsafeBytes(of: number.bitPattern.bigEndian) { Data($0) }
    }

    /// Something by its name.
    package static func global(_ module: String, _ name: String) -> Data {
        Data("c\(module)\n\(name)\n".utf8)
    }

    /// A tuple.
    package static func tuple(_ items: Data...) -> Data { tuple(items) }

    /// A tuple.
    package static func tuple(_ items: [Data]) -> Data {
        Data("(".utf8) + items.reduce(Data(), +) + Data("t".utf8)
    }

    /// A list.
    package static func list(_ items: [Data]) -> Data {
        Data("](".utf8) + items.reduce(Data(), +) + Data("e".utf8)
    }

    /// A dictionary, its keys in the given order.
    package static func dictionary(_ items: [(String, Data)]) -> Data {
        items.reduce(Data("}(".utf8)) { $0 + text($1.0) + $1.1 } + Data("u".utf8)
    }

    /// A call.
    package static func call(_ function: Data, _ arguments: Data...) -> Data {
        function + tuple(arguments) + Data("R".utf8)
    }

    /// A storage by its key; where there is no archive, a view or None stands behind its size.
    package static func storage(
        _ key: String, count: Int, type: String = "FloatStorage", view: Data? = nil
    ) -> Data {
        let parts = [
            text("storage"), global("torch", type), text(key), text("cpu"), integer(count),
        ]
        return tuple(parts + [view].compactMap(\.self)) + Data("Q".utf8)
    }

    /// A tensor; strides are those of row-major order unless given.
    package static func tensor(
        _ storage: Data, offset: Int = 0, shape: [Int], strides: [Int]? = nil
    ) -> Data {
        var rowMajor: [Int] = []
        var step = 1
        for length in shape.reversed() {
            rowMajor.insert(step, at: 0)
            step &*= length
        }
        return call(
            global("torch._utils", "_rebuild_tensor_v2"), storage, integer(offset),
            tuple(shape.map(integer)), tuple((strides ?? rowMajor).map(integer)),
            Data([0x89]), call(global("collections", "OrderedDict")))
    }

    private static func little<Number: FixedWidthInteger>(_ number: Number) -> Data {
        withUnsafeBytes(of: number.littleEndian) { Data($0) }
    }
}
