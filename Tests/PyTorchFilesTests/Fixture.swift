import CheckpointTesting
import Foundation
import PyTorchFiles

/// Files that PyTorch saved; see `make_fixtures.py` beside them.
enum Fixture {
    static func url(_ name: String) -> URL {
        Bundle.module.bundleURL.appendingPathComponent("Fixtures/" + name)
    }

    static func data(_ name: String) throws -> Data { try Data(contentsOf: url(name)) }

    static func file(_ name: String) throws -> PyTorchFile {
        try PyTorchFile(contentsOf: url(name))
    }

    /// The pickle of a fixture, cut out of the archive.
    static func pickle(_ name: String) throws -> Data {
        let data = try data(name + ".pth")
        // It is stored as it is, the first of all records; what follows it begins with PK.
        guard let start = data.range(of: Data([0x80, name == "protocol4" ? 4 : 2])),
            let end = data.range(of: Data("PK".utf8), in: start.upperBound..<data.endIndex)
        else { throw CocoaError(.fileReadCorruptFile) }
        return Data(data[start.lowerBound..<end.lowerBound])  // counted from 0
    }

    /// An archive with the records of the fixtures around another pickle.
    static func archive(around pickle: Data) -> Data {
        let floats = CheckpointBytes.floats(ramp(24))
        let records = [6, 2, 2, 2].enumerated().map { ("data/\($0)", floats.prefix($1 * 4)) }
        return CheckpointBytes.archive(pickle, records: records)
    }

    /// What `make_fixtures.py` fills a tensor with.
    static func ramp(_ count: Int) -> [Float] { (0..<count).map { Float($0) / 4 - 1 } }
}
