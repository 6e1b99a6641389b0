import ArgumentParser
import CIPS3DModel
import CIPS3DRenderer

/// How large a picture is and how typical its heads.
struct PictureOptions: ParsableArguments {
    /// The longest side of a picture, which is also the longest that `ImageFiles` decodes.
    static let longestSide = Renderer.longestSide

    @Option(
        name: .customLong("size"), parsing: .unconditional,
        help: ArgumentHelp(
            "Pixels on a side, from 1 to \(longestSide). Any size can be rendered, also sizes that "
                + "the model was not trained on. (default: the size of its training images)",
            valueName: "n"))
    var chosenSize: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Truncation: 1 leaves heads as they are, 0 makes all of them the mean head.",
            valueName: "p"))
    var psi = 1.0

    /// How far styles are drawn towards the mean.
    var truncation: Truncation { Truncation(psi: psi) }

    func validate() throws {
        if let chosenSize, !(1...Self.longestSide).contains(chosenSize) {
            throw ValidationError(
                "--size is \(chosenSize); it has to be from 1 to \(Self.longestSide).")
        }
        try psi.check("--psi", in: 0...2)
    }

    /// Pixels on a side for a model.
    func size(for configuration: ModelConfiguration) -> Int {
        chosenSize ?? configuration.imageSize
    }
}
