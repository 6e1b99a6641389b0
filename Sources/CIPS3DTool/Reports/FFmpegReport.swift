import Foundation

/// The ffmpeg that videos are encoded with.
struct FFmpegReport: CustomStringConvertible {
    private let version: String?
    private let hasH264: Bool

    /// Asks the ffmpeg that is found by its name.
    init() {
        version = Self.output(["-version"])?.split(separator: "\n").first.map(String.init)
        hasH264 = Self.output(["-hide_banner", "-encoders"])?.contains("libx264") ?? false
    }

    var description: String {
        guard let version else { return "not installed" }
        return hasH264 ? "\(version), with libx264" : "\(version), without libx264"
    }

    /// What is missing, with the command that mends it, a sentence each.
    var missing: [String] {
        if version == nil { return ["ffmpeg, which encodes videos: apt-get install ffmpeg"] }
        if !hasH264 {
            return ["ffmpeg's encoder libx264, for .mp4: apt-get install --reinstall ffmpeg"]
        }
        return []
    }

    private static func output(_ arguments: [String]) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["ffmpeg"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
    }
}
