import InnerLoops

/// Why nothing can be rendered.
public enum RendererError: Error, CustomStringConvertible, Sendable, Equatable {
    /// An instruction set that is unknown or that this processor cannot run.
    case instructionSet(String, available: [String])
    /// A picture of an impossible size.
    case size(Int)
    /// Codes of other widths than the model's.
    case codeWidths(shape: Int, appearance: Int, expectedShape: Int, expectedAppearance: Int)
    /// A head whose numbers make no picture.
    case notShowable(PictureFault)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .instructionSet(let name, let available):
            "\(InstructionSet.environmentVariable) is “\(name)”, which this processor or this "
                + "program does not have; use one of \(available.joined(separator: ", ")), or "
                + "unset it."
        case .size(let size):
            "A picture of \(size) pixels a side cannot be rendered; choose a size from 1 to "
                + "\(Renderer.longestSide)."
        case .codeWidths(let shape, let appearance, let expectedShape, let expectedAppearance):
            "The codes have \(shape) and \(appearance) numbers where the model takes "
                + "\(expectedShape) and \(expectedAppearance); make them for this model's "
                + "configuration."
        case .notShowable(let fault): "The picture cannot be shown: \(fault.reason)"
        }
    }
}
