import ArgumentParser
import HeadPictures

/// How large a picture is, and how finely it is computed.
struct SizeOption: ParsableArguments {
    /// The longest side of a picture, which is also the longest that is decoded.
    static let longestSide = PictureRequest.longestSide

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Pixels on a side, from 1 to \(longestSide): any size, whatever the model was trained on.",
            valueName: "n"))
    var size = 256

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Places on each ray where the head is evaluated, from 2 to \(PictureRequest.mostSamples): fewer are "
                + "faster, more are finer. (default: as in training)", valueName: "n"))
    var samples: Int?

    func validate() throws {
        try size.check("--size", in: 1...Self.longestSide)
        try samples?.check("--samples", in: 2...PictureRequest.mostSamples)
    }
}
