import ArgumentParser
import CIPS3DModel
import CIPS3DNetworks
import Foundation
import Torch

/// Which model, and what computes.
struct ModelOptions: ParsableArguments {
    private static let mostThreads = 1_024

    @Option(
        name: .customLong("model"),
        help: ArgumentHelp("The model folder, such as runs/faces/model.", valueName: "dir"))
    var folder: String

    @Option(
        help: ArgumentHelp(
            "Threads that compute, on a processor. The picture does not depend on it. "
                + "(default: one for each processor)", valueName: "n"))
    var threads: Int?

    @Option(help: ArgumentHelp("What computes: cpu, cuda or cuda:N.", valueName: "name"))
    var device = "cpu"

    func validate() throws {
        if let threads, !(1...Self.mostThreads).contains(threads) {
            throw ValidationError(
                "--threads is \(threads); it has to be from 1 to \(Self.mostThreads).")
        }
        guard device.wholeMatch(of: /cpu|cuda(:\d{1,3})?/) != nil else {
            throw ValidationError("--device is \(device); use cpu, cuda or cuda:N.")
        }
    }

    /// Reads the model.
    ///
    /// - Returns: A renderer of it.
    /// - Throws: An error of one sentence for a folder or a device that cannot be used.
    func renderer() throws -> HeadRenderer {
        let device = try Device(named: device)
        let folder = ModelFolder(url: URL(fileURLWithPath: folder))
        return HeadRenderer(
            try Model(contentsOf: folder, device: device),
            threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
    }
}
