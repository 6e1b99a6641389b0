import Foundation

/// A checkpoint in the format before PyTorch 1.6, part by part; each part can be made wrong.
package struct LegacyCheckpoint {
    /// A pickle of the number that such files begin with.
    package var magicNumber = PickleBytes.whole(
        PickleBytes.long([0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]))
    /// A pickle of the format's version.
    package var version = PickleBytes.whole(PickleBytes.integer(1001))
    /// A pickle of what is noted about the machine.
    package var machine = PickleBytes.whole(
        PickleBytes.dictionary([("little_endian", Data([0x88]))]))
    /// The pickle that refers to the storages.
    package var pickle: Data
    /// A pickle of the storages' keys.
    package var keys: Data
    /// Counts and elements.
    package var storages: Data

    /// A checkpoint whose parts agree.
    ///
    /// - Parameters:
    ///   - pickle: The pickle that refers to the storages.
    ///   - storages: Their keys and elements.
    package init(_ pickle: Data, storages: [(key: String, elements: [Float])]) {
        self.pickle = pickle
        keys = PickleBytes.whole(PickleBytes.list(storages.map { PickleBytes.text($0.key) }))
        self.storages = storages.reduce(Data()) {
            $0 + Self.count($1.elements.count) + CheckpointBytes.floats($1.elements)
        }
    }

    /// The whole file.
    package var file: Data { magicNumber + version + machine + pickle + keys + storages }

    /// What stands before a storage's elements.
    package static func count(_ count: Int) -> Data {
        withUnsafeBytes(of: count.littleEndian) { Data($0) }
    }
}
