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

    /// What `make_fixtures.py` fills a tensor with.
    static func ramp(_ count: Int) -> [Float] { (0..<count).map { Float($0) / 4 - 1 } }
}
