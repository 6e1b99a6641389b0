import ArgumentParser
import CIPS3DModel
import Foundation
import HeadPictures

/// Which heads.
struct HeadOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The head, a whole number from 0. (default: 0)", valueName: "n"))
    var seed: UInt64?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Several heads, such as 0-15,20; they make a grid.", valueName: "list"),
        transform: { try SeedList(parsing: $0) })
    var seeds: SeedList?

    @Option(
        name: .customLong("head"),
        help: ArgumentHelp(
            "A head that --save-head wrote, in place of a seed; may be given several times.",
            valueName: "file"))
    var files: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Takes the appearance of another seed in some blocks: 9@16 from block 16 on, 9@4-8 in \
            those from 4 to 8. May be given several times; later ones go over earlier ones.
            """, valueName: "seed@blocks"),
        transform: { text in
            guard let mix = AppearanceMix(parsing: text) else {
                throw ValidationError(
                    "write a seed, @ and blocks of 4, 8, 16 and so on, as in 9@16 or 9@4-8.")
            }
            return mix
        })
    var mix: [AppearanceMix] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Truncation: 1 leaves heads as they are, 0 makes all of them the mean head.",
            valueName: "p"))
    var psi = 1.0

    func validate() throws {
        guard [seed != nil, seeds != nil, !files.isEmpty].count(where: \.self) <= 1 else {
            throw ValidationError(
                "--seed, --seeds and --head exclude each other; give one of them.")
        }
        try psi.check("--psi", in: 0...2)
    }

    /// The seed of a head by its place; where heads come from files, one of its own.
    func seed(of index: Int) -> UInt64 {
        files.isEmpty ? (seeds?.seeds[index] ?? seed ?? 0) : UInt64(index)
    }

    /// Heads with what errors call them.
    typealias Named = (name: String, styles: HeadStyles)

    /// The styles of all heads.
    ///
    /// - Parameter engine: Of the model.
    /// - Returns: In the order in which they were named.
    /// - Throws: A sentence about what is in the way.
    func styles(of engine: any HeadEngine) throws -> [Named] {
        let mean = psi == 1 ? nil : engine.makeMeanStyles()
        let others = try mix.map { try Self.styles(of: $0, engine) }
        return try plainStyles(of: engine).map { head in
            let mixed = zip(mix, others).reduce(head.styles) { styles, other in
                styles.mixed(with: other.1, in: other.0.labels)
            }
            return (
                head.name, mean.map { mixed.truncated(Truncation(psi: psi), mean: $0) } ?? mixed
            )
        }
    }

    private func plainStyles(of engine: any HeadEngine) throws -> [Named] {
        guard files.isEmpty else {
            return try files.map { path in
                ("The head in \(path)", try HeadStyles(contentsOf: URL(fileURLWithPath: path)))
            }
        }
        return try (seeds?.seeds ?? [seed ?? 0]).map { seed in
            let name = "The head of seed \(seed)"
            return (name, try ToolError.naming(name) { try engine.makeStyles(seed: seed) })
        }
    }

    private static func styles(
        of mix: AppearanceMix, _ engine: any HeadEngine
    ) throws -> HeadStyles {
        let inr = engine.configuration.generator.inr
        guard mix.labels.lowerBound <= inr.lastBlock else {
            throw ToolError(
                "--mix names block \(mix.labels.lowerBound); the model has the blocks "
                    + "\(inr.blockList).")
        }
        return try ToolError.naming("The head of seed \(mix.seed)") {
            try engine.makeStyles(seed: mix.seed)
        }
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
