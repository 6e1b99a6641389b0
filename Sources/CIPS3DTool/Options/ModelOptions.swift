import ArgumentParser
import CIPS3DModel
import CIPS3DNetworks
import CIPS3DRenderer
import Foundation
import HeadPictures
import Torch

extension Precision: ExpressibleByArgument {}

/// Which model, and what computes.
struct ModelOptions: ParsableArguments {
    /// The most threads that any command starts.
    static let mostThreads = 1_024

    @Option(
        name: .customLong("model"),
        help: ArgumentHelp("A model's folder, or a run's, such as runs/faces.", valueName: "dir"))
    var folder: String

    @Option(
        name: .customLong("engine"),
        help: ArgumentHelp(
            "fused, the fastest on a processor, or torch, the networks of training. "
                + "(default: fused; torch for a CUDA device)", valueName: "name"))
    var chosenEngine: EngineName?

    @Option(
        help: ArgumentHelp(
            "float32, or bfloat16 for most products, which is faster where the processor has "
                + "instructions for it; for the fused engine.", valueName: "type"))
    var precision = Precision.float32

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Threads that compute, on a processor. The picture does not depend on it. "
                + "(default: one for each processor)", valueName: "n"))
    var threads: Int?

    @Option(help: ArgumentHelp("What computes: cpu, cuda or cuda:N.", valueName: "name"))
    var device = "cpu"

    @Flag(help: "Says nothing but what is wrong.")
    var quiet = false

    func validate() throws {
        try Self.check(threads: threads)
        guard device.wholeMatch(of: /cpu|cuda(:\d{1,3})?/) != nil else {
            throw ValidationError("--device is \(device); use cpu, cuda or cuda:N.")
        }
        guard chosenEngine != .fused || device == "cpu" else {
            throw ValidationError(
                "--engine fused computes on a processor and not on \(device); leave --engine out, "
                    + "or --device.")
        }
        guard engineName == .fused || precision == .float32 else {
            throw ValidationError(
                "--precision \(precision.rawValue) is for the fused engine, and torch computes in "
                    + "float32; leave --precision out.")
        }
    }

    /// Refuses an impossible number of threads.
    ///
    /// - Parameter threads: What was given.
    /// - Throws: `ValidationError`.
    static func check(threads: Int?) throws {
        if let threads, !(1...mostThreads).contains(threads) {
            throw ValidationError("--threads is \(threads); it has to be from 1 to \(mostThreads).")
        }
    }

    /// Opens the model.
    ///
    /// - Returns: What renders it.
    /// - Throws: An error of one sentence for a folder, a device or an instruction set that cannot
    ///   be used.
    func engine() throws -> any HeadEngine {
        let folder = ModelFolder.named(folder, say: say)
        let options = FusedEngine.Options(precision: precision, threads: threads)
        let fused = try FusedEngine(contentsOf: folder, options: options)
        guard engineName == .torch else { return fused }
        let model = try Model(contentsOf: folder, device: Device(named: device))
        let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
        return ExplainingEngine(torch: TorchEngine(model, threads: threads), fused: fused)
    }

    /// Tells on standard error what is worth knowing, unless it has to be quiet.
    ///
    /// - Parameter line: A line.
    func say(_ line: String) {
        if !quiet { StatusLine().say(line) }
    }

    private var engineName: EngineName {
        chosenEngine ?? (device == "cpu" ? .fused : .torch)
    }
}

/// The engines on a command line.
enum EngineName: String, CaseIterable, ExpressibleByArgument {
    /// Tile by tile on a processor, without libtorch.
    case fused
    /// The networks of training, on any device.
    case torch
}
