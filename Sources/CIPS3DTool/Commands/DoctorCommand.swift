import ArgumentParser
import CIPS3DModel
import CIPS3DRenderer
import Foundation
import ImageReading
import InnerLoops
import Torch

/// Tells what the program runs on and what is missing.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Tells what the program runs on, what is missing and how to mend it.",
        discussion: """
            Ends with 1 where something that a command needs is missing. The fused engine uses the \
            last of the instruction sets; the environment variable \
            \(InstructionSet.environmentVariable) forces another one, by its name.

            EXAMPLE
              cips3d doctor
            """)

    func run() throws {
        let machine = MachineReport()
        let (video, instructions) = (FFmpegReport(), InstructionsReport())
        line("cips3d", PackageVersion.current)
        line("Swift", Self.compiler)
        line("libtorch", "\(TorchRuntime.version), \(machine.libraryPath("libtorch_cpu"))")
        Self.libtorchBuild.forEach { line("", $0) }
        line("processor", machine.processor)
        line("features", machine.features)
        line("instructions", instructions.description)
        line(
            "processors",
            "\(machine.processorCount), libtorch's threads \(TorchRuntime.threadCount)")
        line("CUDA devices", "\(TorchRuntime.cudaDeviceCount)")
        line("memory", machine.memory)
        line("free disk", machine.freeDisk)
        line("photographs", Self.formats)
        line("ffmpeg", video.description)
        CacheReport().lines.enumerated().forEach { line($0 == 0 ? "cache" : "", $1) }
        let missing = machine.missing + instructions.missing + video.missing
        for problem in missing { line("missing", problem) }
        guard missing.isEmpty else { throw ExitCode.failure }
        line("missing", "nothing")
    }

    /// How libtorch was built; of its compiler's many flags only what it can compute with.
    private static var libtorchBuild: [String] {
        let lines = TorchRuntime.buildDescription.split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        let settings = lines.first { $0.hasPrefix("- Build settings") } ?? ""
        let uses = settings.split(separator: ", ").filter { $0.hasPrefix("USE_") }
        return lines.filter { $0.hasPrefix("- ") && $0 != settings }
            + [
                "- built with "
                    + uses.filter { $0.hasSuffix("=ON") || $0.hasSuffix("=1") }
                    .map { $0.dropFirst(4).prefix { $0 != "=" } }.joined(separator: ", ")
            ]
    }

    /// Which formats of photographs are read here.
    private static var formats: String {
        let support = ImageSupport()
        let readable = ImageFormat.allCases.filter(support.reads).map(\.rawValue)
        let missing = ImageFormat.allCases.filter { !support.reads($0) }.map(\.rawValue)
        return readable.joined(separator: ", ")
            + (support.libheif.map { " (libheif \($0))" } ?? "")
            + (missing.isEmpty
                ? ""
                : "; not \(missing.joined(separator: ", ")): apt-get install libheif1 reads them")
    }

    private func line(_ name: String, _ value: String) {
        print(name.padding(toLength: 14, withPad: " ", startingAt: 0) + value)
    }

    /// What compiled this program; the language has no constant for it.
    private static var compiler: String {
        #if compiler(>=6.5)
            "6.5 or later"
        #elseif compiler(>=6.4)
            "6.4"
        #elseif compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }
}
