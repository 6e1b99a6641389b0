/// What a person should know about a model before using it, as Markdown.
package struct ModelCard: Sendable, Equatable {
    /// A fact with a name, a line of the card's table.
    package struct Fact: Sendable, Equatable {
        /// What the fact is about.
        package var name: String
        /// The fact.
        package var value: String

        /// A fact with a name.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Heading of the card.
    package var title: String
    /// Sizes and camera.
    package var configuration: ModelConfiguration
    /// Photographs shown to the discriminator so far; nil where nobody counted.
    package var imagesSeen: Int?
    /// Name of the images that it was trained on; nil where it is not known.
    package var dataName: String?
    /// Anything else: seed, versions, revision.
    package var facts: [Fact]

    /// A card for a model.
    ///
    /// - Parameters:
    ///   - title: Heading of the card.
    ///   - configuration: Sizes and camera.
    ///   - imagesSeen: Photographs shown to the discriminator so far; nil where nobody counted.
    ///   - dataName: Name of the images that it was trained on; nil where it is not known.
    ///   - facts: Anything else: seed, versions, revision.
    package init(
        title: String, configuration: ModelConfiguration, imagesSeen: Int?, dataName: String?,
        facts: [Fact] = []
    ) {
        self.title = title
        self.configuration = configuration
        self.imagesSeen = imagesSeen
        self.dataName = dataName
        self.facts = facts
    }

    /// The card's text, ending in a newline.
    package var markdown: String {
        let rows = (ownFacts + facts).map { "| \(Self.cell($0.name)) | \(Self.cell($0.value)) |" }
        return """
            # \(Self.line(title))

            A generator of heads after CIPS-3D (Zhou et al., arXiv:2110.09788). It draws a head from
            two random codes, one for shape and one for appearance, and shows it from any side.

            | | |
            |---|---|
            \(rows.joined(separator: "\n"))

            ## Files

            - `config.json`: sizes of the networks and the training camera.
            - `model.safetensors`: weights of the generator\(isTrainedHere ? ", averaged over training" : "").
            - `mean.safetensors`: the mean of 10,000 random heads' styles, for `--psi`.

            ## Use

                cips3d render --model . --seed 7 --out head.png
                cips3d orbit --model . --seed 7 --out head.mp4

            ## Limits

            The heads are of nobody, but they look like the photographs of the training data, with
            all that those leave out. Views far outside of the training camera's range were never
            compared with a photograph. Do not present these pictures as photographs of people.

            """
    }

    /// Whether training wrote the weights, which are then an average.
    private var isTrainedHere: Bool { imagesSeen != nil }

    private var ownFacts: [Fact] {
        let camera = configuration.camera
        let size = configuration.imageSize
        let samples = "\(camera.samplesPerRay)"
        return [
            Fact("Training images", dataName ?? "not known"),
            Fact("Images seen", imagesSeen.map(String.init) ?? "not known"),
            Fact("Image size", "\(size)x\(size)"),
            Fact("Field of view", "\(camera.fieldOfView) degrees"),
            Fact("Depth range", "\(camera.near) to \(camera.far)"),
            Fact("Samples on a ray", camera.finePass ? "\(samples) + \(samples)" : samples),
            Fact(
                "Codes",
                "shape \(configuration.generator.shapeLatentWidth), "
                    + "appearance \(configuration.generator.appearanceLatentWidth)"),
        ]
    }

    /// Text that stays within one line, whatever a folder of images is called.
    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// Text that stays within one cell of a table.
    private static func cell(_ text: String) -> String {
        line(text).replacing("|", with: "\\|")
    }
}
