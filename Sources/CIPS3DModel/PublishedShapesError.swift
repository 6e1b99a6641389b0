/// Tensors that are not those of a generator.
package struct PublishedShapesError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Every tensor that is missing or misshapen, and every size that is out of bounds; never empty.
    package let problems: [String]

    /// One sentence with all problems.
    package var description: String {
        "The tensors are not those of a CIPS-3D generator: " + problems.joined(separator: "; ")
            + "; save the state dict of the generator alone."
    }
}
