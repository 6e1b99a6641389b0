import CIPS3DVerification
import FileTesting
import Foundation
import SafeTensors

/// A recorded computation in memory, to be changed and written again.
struct RecordedFile {
    /// A tensor as it lies in the file.
    struct Entry {
        var type: SafeTensorsType
        var shape: [Int]
        var bytes: [UInt8]
    }

    var metadata: [String: String]
    var tensors: [String: Entry] = [:]

    init(_ url: URL) throws {
        let file = try SafeTensorsFile(contentsOf: url)
        metadata = file.metadata
        for (name, entry) in file.entries {
            let bytes = try file.withUnsafeBytes(of: name) { [UInt8]($0) }
            tensors[name] = Entry(type: entry.type, shape: entry.shape, bytes: bytes)
        }
    }

    /// The computations recorded beside these tests.
    static let fixtures: [URL] = {
        let folder = Bundle.module.bundleURL.appending(path: "Fixtures")
        let files = try? FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).filter { $0.pathExtension == "safetensors" }
            .sorted { $0.path < $1.path }
    }()

    /// One of the computations recorded beside these tests.
    static func fixture(_ name: String) throws -> RecordedFile {
        try RecordedFile(
            Bundle.module.bundleURL.appending(path: "Fixtures/\(name).safetensors"))
    }

    /// Writes the file into a folder of its own, verifies it and takes the folder away.
    func verified(engine: VerificationEngine = .torch) throws -> VerificationReport {
        let folder = try TemporaryFolder()
        let url = folder.file("changed.safetensors")
        var writer = SafeTensorsWriter(metadata: metadata)
        for (name, entry) in tensors {
            writer.add(name, type: entry.type, shape: entry.shape) { write in
                try entry.bytes.withUnsafeBytes(write)
            }
        }
        try writer.write(to: url)
        return try Verification.verify(url, engine: engine)
    }

    /// Why the file is refused; nil where it is not.
    func refusal(engine: VerificationEngine = .torch) -> String? {
        do {
            _ = try verified(engine: engine)
            return nil
        } catch {
            return String(describing: error)
        }
    }

    /// The numbers of a tensor of type F32.
    func floats(_ name: String) -> [Float] {
        (tensors[name]?.bytes ?? []).withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 4).map {
                bytes.loadUnaligned(fromByteOffset: $0, as: Float.self)
            }
        }
    }

    /// Puts a tensor of type F32 into the file.
    mutating func put(_ name: String, shape: [Int], _ floats: [Float]) {
        let bytes = floats.withUnsafeBytes { [UInt8]($0) }
        tensors[name] = Entry(type: .float32, shape: shape, bytes: bytes)
    }

    /// Puts a tensor of type F64 with a tensor's numbers in its place.
    mutating func widen(_ name: String) {
        let bytes = floats(name).map(Double.init).withUnsafeBytes { [UInt8]($0) }
        tensors[name]?.bytes = bytes
        tensors[name]?.type = .float64
    }

    /// Puts a tensor of type I64 into the file.
    mutating func put(_ name: String, shape: [Int], integers: [Int64]) {
        let bytes = integers.withUnsafeBytes { [UInt8]($0) }
        tensors[name] = Entry(type: .int64, shape: shape, bytes: bytes)
    }

    /// Changes the configuration as a JSON object.
    mutating func configure(_ change: (inout [String: Any]) -> Void) throws {
        let text = Data((metadata["config"] ?? "").utf8)
        var object = try JSONSerialization.jsonObject(with: text) as? [String: Any] ?? [:]
        change(&object)
        let data = try JSONSerialization.data(withJSONObject: object)
        metadata["config"] = String(decoding: data, as: UTF8.self)
    }

    /// Changes one section of the configuration.
    mutating func configure(_ section: String, _ change: (inout [String: Any]) -> Void) throws {
        try configure { configuration in
            var object = configuration[section] as? [String: Any] ?? [:]
            change(&object)
            configuration[section] = object
        }
    }
}
