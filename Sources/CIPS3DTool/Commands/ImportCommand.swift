import ArgumentParser
import CIPS3DModel
import CIPS3DNetworks
import CIPS3DRenderer
import Foundation
import RunSettings

/// Makes a model folder of a PyTorch checkpoint.
struct ImportCommand: ParsableCommand {
    /// Heads that are looked at, in small pictures.
    private static let headsLookedAt: UInt64 = 3
    /// More names than these are counted only.
    private static let mostNames = 10

    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Makes a model folder of weights in a file.",
        discussion: """
            Takes a state dict of the published code (G_ema or another generator, alone or within \
            a training checkpoint) or of one with the same names, saved by PyTorch or as \
            safetensors. Nothing in the file is run: objects beside the tensors are named and \
            ignored. Sizes follow from the tensors' shapes; the camera is the one published for \
            FFHQ, or that of the presets where a sphere stands behind the head, and config.json is \
            the place to change it. Where a config.json of cips3d lies \
            beside a .safetensors file, sizes and camera are taken from there.

            EXAMPLE
              cips3d import G_ema_model.pth --out models/ffhq
              cips3d render --model models/ffhq --seed 7 --psi 0.7 --out head.png
            """)

    @Argument(
        help: ArgumentHelp(
            "The weights, such as weights.pth or weights.safetensors.", valueName: "file"))
    var file: String

    @OptionGroup
    var output: ModelOutput

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Side of the pictures that the model was trained on, in pixels. (default: what a "
                + "config.json beside the file says, else 256)", valueName: "n"))
    var size: Int?

    func validate() throws {
        try size?.check("--size", in: 1...TrainingConfiguration.largestImageSize)
    }

    func run() throws {
        let out = try output.folder()
        let source = URL(fileURLWithPath: file)
        let (checkpoint, description) = try read(source)
        let model = Model(
            generator: try checkpoint.generator(),
            imageSize: size ?? description?.imageSize ?? 256,
            judgingNetwork: description?.judgingNetwork ?? .none)
        try model.write(to: out, card: card(of: checkpoint, model))
        report(checkpoint, model, isDescribed: description != nil)
        try warn(about: out)
        print(
            "Next: cips3d render --model \(output.path.quotedForShell) --seed 7 --psi 0.7 --out head.png"
        )
    }

    /// The generator in a file, and what it was described by.
    private func read(
        _ source: URL
    ) throws -> (checkpoint: PublishedCheckpoint, description: ModelConfiguration?) {
        let weights = try WeightsFile(contentsOf: source)
        if let description = try description(beside: source) {
            do {
                return (try PublishedCheckpoint(weights, describedBy: description), description)
            } catch let error as PublishedCheckpointError where error.isMisfit {
                print("The config.json beside the file is not used: it describes another model.")
            }
        }
        return (try PublishedCheckpoint(weights), nil)
    }

    /// What a model folder says about the weights in it; nil where they lie in none.
    private func description(beside source: URL) throws -> ModelConfiguration? {
        guard source.pathExtension == "safetensors" else { return nil }
        let folder = ModelFolder(url: source.deletingLastPathComponent())
        guard FileManager.default.fileExists(atPath: folder.configurationURL.path) else {
            return nil
        }
        do {
            return try folder.readConfiguration()
        } catch {
            // Other programs write a file of this name too.
            print("The config.json beside the file is not used: \(error)")
            return nil
        }
    }

    /// Says at once what rendering would refuse.
    private func warn(about model: ModelFolder) throws {
        let renderer = try FusedEngine(contentsOf: model)
        guard let (seed, fault) = try renderer.firstFault(inHeadsOf: 0..<Self.headsLookedAt) else {
            return
        }
        print("Warning: \(fault.sentence(about: "The head of seed \(seed)"))")
    }

    private func card(of checkpoint: PublishedCheckpoint, _ model: Model) -> ModelCard {
        let name = checkpoint.file.url.lastPathComponent
        let place = checkpoint.place.isEmpty ? "" : ", \(checkpoint.place)"
        return ModelCard(
            title: "Heads from \(name)", configuration: model.configuration, imagesSeen: nil,
            dataName: nil,
            facts: [
                ModelCard.Fact("Imported from", name + place),
                ModelCard.Fact("cips3d", PackageVersion.current),
            ])
    }

    private func report(
        _ checkpoint: PublishedCheckpoint, _ model: Model, isDescribed: Bool
    ) {
        let tensors = model.generator.parameters.tensors
        let numbers = tensors.reduce(0) { $0 + $1.count }
        let place = checkpoint.place.isEmpty ? "the file itself" : checkpoint.place
        print("Took the generator from \(place): \(tensors.count) tensors, \(numbers) numbers.")
        let ignored = checkpoint.ignored
        if !ignored.isEmpty {
            let more = ignored.count - Self.mostNames
            print(
                "Ignored " + ignored.prefix(Self.mostNames).joined(separator: ", ")
                    + (more > 0 ? " and \(more) more" : "") + ".")
        }
        if !isDescribed, checkpoint.configuration != GeneratorConfiguration() {
            let inr = checkpoint.configuration.inr
            print(
                "The sizes are not the published ones; shapes cannot tell inr.firstResidualBlock "
                    + "and inr.firstRGBBlock, which are \(inr.firstResidualBlock) and "
                    + "\(inr.firstRGBBlock): check them in config.json.")
        }
    }
}
