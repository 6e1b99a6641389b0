import ArgumentParser
import CIPS3DModel
import CIPS3DNetworks
import Foundation

/// Makes a model between two that share their NeRF.
struct BlendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blend",
        abstract: "Makes a model between two that share their NeRF.",
        usage: "cips3d blend [<options>] <a> <b> --out <dir>",
        discussion: """
            Shape and pose of a head stay those of the first model, what paints it comes from both: \
            whole blocks of the per-pixel network from the second, or something between. Blocks are \
            named 4, 8, 16 and so on, in the order in which a pixel goes through them. The second \
            model is one that was trained --from the first with \
            training.frozen=["nerf", "shapeMapping", "auxiliary", "appearanceMapping"].

            EXAMPLE
              cips3d blend faces drawings --strength 0.5 --out half
              cips3d blend faces drawings --blocks 16-1024 --out late-blocks
              cips3d blend faces drawings --weights 4=0,32=1 --out from-block-to-block
            """)

    @Argument(help: ArgumentHelp("The model, or the run, of what a share of 0 is.", valueName: "a"))
    var first: String

    @Argument(help: ArgumentHelp("The model, or the run, of what a share of 1 is.", valueName: "b"))
    var second: String

    @Option(
        help: ArgumentHelp(
            "The blocks to take from the second model, such as 16 or 32-1024. (default: all)",
            valueName: "blocks"),
        transform: { text in
            guard let labels = BlockLabels(parsing: text, openEnded: false) else {
                throw ValidationError("write blocks of 4, 8, 16 and so on, as in 16 or 32-1024.")
            }
            return labels
        })
    var blocks: BlockLabels?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How much of the second model these blocks have, from 0 to 1. (default: 1)",
            valueName: "share"))
    var strength: Double?

    @Option(
        help: ArgumentHelp(
            "Shares of single blocks, such as 4=0,32=1; between two of them they change evenly.",
            valueName: "list"),
        transform: { try BlockShares(parsing: $0) })
    var weights: BlockShares?

    @OptionGroup
    var output: ModelOutput

    func validate() throws {
        try strength?.check("--strength", in: 0...1)
        guard weights == nil || (blocks == nil && strength == nil) else {
            throw ValidationError("--weights excludes --blocks and --strength; leave one out.")
        }
        guard weights != nil || blocks != nil || strength != nil else {
            throw ValidationError(
                "Nothing says what to take from the second model; give --blocks, --strength or "
                    + "--weights.")
        }
    }

    func run() throws {
        let out = try output.folder()
        let models = try [first, second].map {
            try Model(contentsOf: .named($0))
        }
        let shares = try shares(for: models[0].configuration.generator.inr)
        let blended: Model
        do {
            blended = try models[0].blended(with: models[1], shares)
        } catch {
            throw ToolError("\(first) and \(second) cannot be blended: \(error.reason).")
        }
        try blended.write(to: out, card: card(of: blended, shares))
        print("Shares of \(second): \(shares). Next:")
        print("  cips3d render --model \(output.path.quotedForShell) --seeds 0-15 --out heads.png")
    }

    private func shares(for inr: INRConfiguration) throws -> BlendWeights {
        guard let weights else {
            guard blocks.map({ $0.range.lowerBound <= inr.lastBlock }) ?? true else {
                throw ToolError("--blocks names none of the models' blocks, \(inr.blockList).")
            }
            return BlendWeights(strength: strength ?? 1, labels: blocks?.range, of: inr)
        }
        if let foreign = weights.shares.keys.filter({ $0 > inr.lastBlock }).min() {
            throw ToolError(
                "--weights names block \(foreign); the models have the blocks \(inr.blockList).")
        }
        return BlendWeights(shares: weights.shares, of: inr)
    }

    private func card(of model: Model, _ shares: BlendWeights) -> ModelCard {
        let names = [first, second].map { path -> String in
            // A model of a run lies in a folder that is called model.
            let url = URL(fileURLWithPath: path).standardizedFileURL
            let name = url.lastPathComponent
            let parent = url.deletingLastPathComponent().lastPathComponent
            return name == "model" ? "\(parent)/\(name)" : name
        }
        return ModelCard(
            title: "A blend of \(names[0]) and \(names[1])", configuration: model.configuration,
            imagesSeen: nil, dataName: nil,
            facts: [
                ModelCard.Fact("Share of \(names[1]) by block", "\(shares)"),
                ModelCard.Fact("cips3d", PackageVersion.current),
            ])
    }
}

/// Shares of blocks as they are written on a command line: `4=0,32=1`; `...` between them may be there.
struct BlockShares {
    /// By label.
    let shares: [Int: Double]

    init(parsing text: String) throws {
        var shares: [Int: Double] = [:]
        for part in text.split(separator: ",") where part != "..." {
            let halves = part.split(separator: "=", omittingEmptySubsequences: false)
            guard halves.count == 2, let label = Int(halves[0]),
                GeneratorPart.blockIndex(label: label) != nil, let share = Double(halves[1]),
                (0...1).contains(share), shares.updateValue(share, forKey: label) == nil
            else {
                throw ValidationError(
                    "write each block once, 4, 8, 16 and so on, with a share from 0 to 1, as in "
                        + "4=0,32=1.")
            }
        }
        guard !shares.isEmpty else {
            throw ValidationError("write at least one block with its share, as in 4=0,32=1.")
        }
        self.shares = shares
    }
}
