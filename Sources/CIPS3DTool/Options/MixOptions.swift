import ArgumentParser
import CIPS3DModel

/// Appearances of other seeds in blocks of the per-pixel network.
struct MixOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Takes the appearance of another seed in some blocks: 9@16 from block 16 on, 9@4-8 in \
            those from 4 to 8. May be given several times; later ones go over earlier ones.
            """, valueName: "seed@blocks"),
        transform: { text in
            guard let mix = AppearanceMix(parsing: text) else {
                throw ValidationError(
                    "write a seed, @ and blocks of 4, 8, 16 and so on, as in 9@16 or 9@4-8")
            }
            return mix
        })
    var mix: [AppearanceMix] = []

    /// What the head of a seed is made of.
    ///
    /// - Parameters:
    ///   - seed: The head.
    ///   - configuration: Sizes of the model.
    /// - Returns: The recipe.
    /// - Throws: `ToolError` where the model has none of the blocks.
    func recipe(seed: UInt64, configuration: GeneratorConfiguration) throws -> HeadRecipe {
        var recipe = HeadRecipe(HeadCodes(seed: seed, configuration: configuration))
        for mix in mix {
            guard mix.labels.lowerBound <= configuration.inr.lastBlock else {
                throw ToolError(
                    "--mix names block \(mix.labels.lowerBound); the model has the blocks "
                        + "\(configuration.inr.blockList).")
            }
            recipe.mix(mix, configuration: configuration)
        }
        return recipe
    }
}

extension INRConfiguration {
    /// The label of its last block.
    var lastBlock: Int { GeneratorPart.blockLabel(index: blocks - 1) }

    /// The labels of its blocks, as in `4, 8, 16, 32`.
    var blockList: String {
        (0..<blocks).map { "\(GeneratorPart.blockLabel(index: $0))" }.joined(separator: ", ")
    }
}
