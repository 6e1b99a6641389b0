import ArgumentParser
import CIPS3DModel
import CIPS3DTraining
import Foundation
import ImageReading
import ParallelWork
import RunSettings
import Torch

/// `cips3d train`.
struct TrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Learn heads in 3D from a folder or zip of photographs.",
        discussion: """
            The run folder gets config.json, stats.jsonl, reals.png, fakes-<kimg>.png, snapshots \
            and model/, the newest averaged generator, which the other commands take. Ctrl-C ends \
            after the step with a snapshot.

            EXAMPLES
              cips3d train --data photos.zip --preset faces-32 --minutes 40 --out runs/a
              cips3d train --resume runs/a --minutes 40
              cips3d train --from runs/a --data photos.zip --preset faces-64 --out runs/b
              cips3d train --preset faces-64 --set training.batchSize=8 --dry-run
              cips3d train --from Models/faces-64 --data drawings \\
                --preset transfer-64 --kimg 2 --out runs/drawings
            """)

    @Option(help: "Folder (searched recursively) or zip of images: \(ImageFormat.list).")
    var data: String?
    @Option(
        help: ArgumentHelp(
            "Photographs to leave out: a text file with a name in each line, as `cips3d data` prints them.",
            valueName: "file"))
    var exclude: String?
    @Option(help: "Where to begin (default: faces-64).")
    var preset: Preset?
    @Option(
        help: ArgumentHelp(
            "JSON with some or all keys of a configuration, over the preset.", valueName: "file"))
    var config: String?
    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp(
            "Sets one key, over preset and file; may be repeated. `cips3d settings` lists them. With --resume "
                + "only those that change no number: how often to measure, to draw and to save.",
            valueName: "key.path=value"))
    var overrides: [String] = []
    @Option(help: "A new or an empty folder for the run.")
    var out: String?
    @Option(parsing: .unconditional, help: "Ends this invocation after so many minutes.")
    var minutes: Double?
    @Option(parsing: .unconditional, help: "Ends the whole run after so many thousands of images.")
    var kimg: Double?
    @Option(
        help: ArgumentHelp(
            "Begins with what this model or run has learned, also at another image size.",
            valueName: "model|run"))
    var from: String?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The stage of the settings to begin with, from 1, with --from (default: the first that "
                + "is larger than the model).", valueName: "number"))
    var stage: Int?
    @Option(
        help: ArgumentHelp(
            "Goes on with the run in this folder; needs no other option.", valueName: "run"))
    var resume: String?
    @Flag(help: "Goes on with --resume although the photographs are other ones.")
    var acceptNewData = false
    @Option(parsing: .unconditional, help: "Where everything random starts (default: 0).")
    var seed: UInt64?
    @Option(help: "cpu, cuda or cuda:N (default: cpu).")
    var device: String?
    @Option(
        parsing: .unconditional,
        help: "Threads to compute with (default: all cores); photographs have others.")
    var threads: Int?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Processes on this machine that share every batch (default: 1); on several machines start one "
                + "each as torchrun does (Docs/distributed.md).", valueName: "count"))
    var processes: Int?
    @Option(
        help: ArgumentHelp(
            "Memory that each process may take, as in 8G: batches are looked at in parts where they need "
                + "more (default: whole batches).", valueName: "size"))
    var memory: MemoryLimit?
    @Flag(
        help: ArgumentHelp(
            "Shows settings, and what each stage takes: parameters, arithmetic, memory, disk, and time by "
                + "a few steps; writes nothing."))
    var dryRun = false

    func validate() throws {
        if minutes != nil, kimg != nil {
            throw ValidationError("--minutes and --kimg exclude one another.")
        }
        for (name, value) in [("minutes", minutes), ("kimg", kimg)] {
            guard let value, !(value > 0 && value.isFinite) else { continue }
            throw ValidationError("--\(name) has to be more than 0, not \(value).")
        }
        // What an unset variable of a shell leaves; as a path it would be the present folder.
        for (name, value) in [
            ("data", data), ("out", out), ("resume", resume), ("from", from), ("exclude", exclude),
        ]
        where value == "" {
            throw ValidationError("--\(name) is empty: name a path.")
        }
        if processes != nil, dryRun {
            throw ValidationError("--processes has no meaning with --dry-run, which measures one.")
        }
        if let processes, !(1...1_024).contains(processes) {
            throw ValidationError("--processes has to be from 1 to 1024, not \(processes).")
        }
        if let threads, !(1...1_024).contains(threads) {
            throw ValidationError("--threads has to be from 1 to 1024, not \(threads).")
        }
        if resume != nil {
            let fixed = [
                ("--preset", preset != nil), ("--config", config != nil),
                ("--out", out != nil), ("--seed", seed != nil),
                ("--from", from != nil), ("--stage", stage != nil),
            ]
            for (name, isGiven) in fixed where isGiven {
                throw ValidationError("\(name) cannot change a run that --resume goes on with.")
            }
        } else {
            guard !acceptNewData else {
                throw ValidationError("--accept-new-data has no meaning without --resume.")
            }
            guard stage == nil || from != nil else {
                throw ValidationError(
                    "--stage has no meaning without --from: a model that has learned the stages before."
                )
            }
            guard data != nil || dryRun else {
                throw ValidationError("--data is missing (or --resume).")
            }
            guard data != nil || exclude == nil else {
                throw ValidationError("--exclude has no meaning without --data.")
            }
            guard out != nil || dryRun else { throw ValidationError("--out is missing.") }
        }
    }
}

extension Preset: ExpressibleByArgument {}

extension MemoryLimit: ExpressibleByArgument {
    /// A number with a unit, as in `8G`; nil where the text is none.
    ///
    /// - Parameter argument: What the option was given.
    public init?(argument: String) { self.init(argument) }
}
