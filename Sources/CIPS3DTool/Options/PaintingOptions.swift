import ArgumentParser

/// What of a head is painted in place of its colours.
struct PaintingOptions: ParsableArguments {
    @Flag(
        name: .customLong("aux"),
        help: "Paints the auxiliary image, which is read straight off the NeRF's features.")
    var auxiliary = false

    @Flag(help: "Leaves out what is behind the head: PNG, GIF and WebM can be transparent.")
    var transparent = false

    /// What is painted, of what commands have in common.
    var painting: Painting { auxiliary ? .auxiliary : transparent ? .transparent : .color }

    func validate() throws {
        guard !(auxiliary && transparent) else {
            throw ValidationError("--aux and --transparent exclude each other; leave one out.")
        }
    }
}
