import Foundation

/// What the machine offers, read from `/proc`.
struct MachineReport {
    /// Features that matter to the engines, in the kernel's words.
    private static let usefulFeatures = [
        "avx2", "fma", "f16c", "avx512f", "avx512bw", "avx512vl", "avx512_vnni", "avx512_bf16",
        "amx_bf16", "amx_int8", "asimd", "bf16", "sve",
    ]
    /// Memory and disk that training on small images needs, in bytes.
    private static let neededMemory = 2 << 30
    private static let neededDisk = 1 << 30

    private let processorInformation = Self.text("/proc/cpuinfo")
    private let memoryInformation = Self.text("/proc/meminfo")

    /// The processor's model.
    var processor: String { processorField("model name") ?? "unknown" }

    /// Those of its features that matter.
    var features: String {
        let all = Set(flags)
        let present = Self.usefulFeatures.filter(all.contains)
        return present.isEmpty ? "none of those that matter" : present.joined(separator: " ")
    }

    /// Processors that this process may use.
    var processorCount: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// Memory in all and what is available.
    var memory: String {
        let total = gibibytes(memoryBytes("MemTotal"))
        return "\(total) GiB, \(gibibytes(memoryBytes("MemAvailable"))) GiB available"
    }

    /// Free space in the current folder.
    var freeDisk: String {
        "\(gibibytes(freeBytes)) GiB in \(FileManager.default.currentDirectoryPath)"
    }

    /// What is missing, with what mends it, a sentence each.
    var missing: [String] {
        var problems: [String] = []
        if let available = memoryBytes("MemAvailable"), available < Self.neededMemory {
            problems.append(
                "Memory is short: training needs 2 GiB; end other programs or see `free -h`.")
        }
        if let free = freeBytes, free < Self.neededDisk {
            problems.append(
                "The disk is nearly full: a run needs 1 GiB; free some space, see `df -h .`.")
        }
        return problems
    }

    /// Where a loaded library is.
    ///
    /// - Parameter name: How its file's name begins.
    /// - Returns: The path of the file that this process has mapped.
    func libraryPath(_ name: String) -> String {
        let paths = Self.text("/proc/self/maps").split(separator: "\n").compactMap {
            $0.firstIndex(of: "/").map($0.suffix(from:))
        }
        return paths.first { $0.split(separator: "/").last?.hasPrefix(name) == true }
            .map(String.init) ?? "of unknown place"
    }

    private var flags: [String] {
        let list = processorField("flags") ?? processorField("Features") ?? ""
        return list.split(separator: " ").map(String.init)
    }

    private var freeBytes: Int? {
        let path = FileManager.default.currentDirectoryPath
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
        return (attributes?[.systemFreeSize] as? NSNumber)?.intValue
    }

    private func processorField(_ name: String) -> String? {
        Self.field(name, in: processorInformation)
    }

    private func memoryBytes(_ name: String) -> Int? {
        Self.field(name, in: memoryInformation)?.split(separator: " ").first
            .flatMap { Int($0) }.map { $0 << 10 }
    }

    private func gibibytes(_ bytes: Int?) -> String {
        bytes.map { String(format: "%.1f", Double($0) / Double(1 << 30)) } ?? "?"
    }

    /// The value in the first line `name : value`.
    private static func field(_ name: String, in text: String) -> String? {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == name else {
                continue
            }
            return parts[1].trimmingCharacters(in: .whitespaces)
        }
        return nil
    }

    /// Files in `/proc` have no size, so they are read to their end.
    private static func text(_ path: String) -> String {
        guard let data = try? FileHandle(forReadingFrom: URL(fileURLWithPath: path)).readToEnd()
        else { return "" }
        return String(decoding: data, as: UTF8.self)
    }
}
