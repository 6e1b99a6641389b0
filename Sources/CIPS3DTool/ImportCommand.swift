import ArgumentParser
import CIPS3DModel
import CIPS3DNetworks
import Foundation
import PyTorchFiles

/// Makes a model folder of a PyTorch checkpoint.
struct ImportCommand: ParsableCommand {
    /// More names than these are counted only.
    private static let mostNames = 10

    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Makes a model folder of weights that PyTorch saved.",
        discussion: """
            Takes a state dict of the published code (G_ema or another generator, alone or within \
            a training checkpoint) or of one with the same names. Nothing in the file is run: \
            objects beside the tensors are named and ignored. Sizes follow from the tensors' shapes; the \
            camera is the one published for FFHQ, and config.json is the place to change it.

            EXAMPLE
              cips3d import G_ema_model.pth --out models/ffhq
              cips3d render --model models/ffhq --seed 7 --psi 0.7 --out head.png
            """)

    @Argument(help: ArgumentHelp("The checkpoint, such as weights.pth.", valueName: "file"))
    var file: String

    @OptionGroup
    var output: ModelOutput

    @Option(
        help: ArgumentHelp(
            "Side of the pictures that the model was trained on, in pixels.", valueName: "n"))
    var size = 256

    func validate() throws {
        guard (1...TrainingConfiguration.largestImageSize).contains(size) else {
            throw ValidationError(
                "--size is \(size); it has to be from 1 to "
                    + "\(TrainingConfiguration.largestImageSize).")
        }
    }

    func run() throws {
        let out = try output.folder()
        let source = URL(fileURLWithPath: file)
        let checkpoint = try PublishedCheckpoint(PyTorchFile(contentsOf: source))
        let model = Model(generator: try checkpoint.generator(), imageSize: size)
        try model.write(to: out, card: card(of: checkpoint, model))
        report(checkpoint, model)
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

    private func report(_ checkpoint: PublishedCheckpoint, _ model: Model) {
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
        if checkpoint.configuration != GeneratorConfiguration() {
            let inr = checkpoint.configuration.inr
            print(
                "The sizes are not the published ones; shapes cannot tell inr.firstResidualBlock "
                    + "and inr.firstRGBBlock, which are \(inr.firstResidualBlock) and "
                    + "\(inr.firstRGBBlock): check them in config.json.")
        }
        print("Next: cips3d render --model \(output.path) --seed 7 --psi 0.7 --out head.png")
    }
}
