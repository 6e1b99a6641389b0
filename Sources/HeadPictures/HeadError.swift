import CIPS3DModel

/// Why a head or a picture of it cannot be had.
public enum HeadError: Error, CustomStringConvertible, Sendable, Equatable {
    /// Codes of other widths than the model's.
    case codeWidths(shape: Int, appearance: Int, GeneratorConfiguration)
    /// Styles of another model.
    case styleWidths(HeadStyles, GeneratorConfiguration)
    /// A picture of an impossible size.
    case size(Int)
    /// A part that lies outside of the picture.
    case part(PixelRectangle, size: Int)
    /// An impossible number of samples on a ray.
    case samples(Int)
    /// A head whose numbers make no picture.
    case notShowable(PictureFault)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .codeWidths(let shape, let appearance, let model):
            "The codes have \(shape) and \(appearance) numbers where the model takes "
                + "\(model.shapeLatentWidth) and \(model.appearanceLatentWidth); make them for this model's "
                + "configuration."
        case .styleWidths(let styles, let model):
            "The styles have \(styles.shape.count) numbers and \(styles.appearances.count) blocks of "
                + "\(styles.appearances.first?.count ?? 0) where the model takes \(model.nerf.styleWidth) and "
                + "\(model.inr.blocks) of \(model.inr.styleWidth); use the head of this model."
        case .size(let size):
            "A picture of \(size) pixels a side cannot be rendered; choose a size from 1 to "
                + "\(PictureRequest.longestSide)."
        case .part(let part, let size):
            "The part of \(part.width) x \(part.height) pixels at (\(part.x), \(part.y)) is not inside of a picture "
                + "of \(size) x \(size); choose one that is."
        case .samples(let samples):
            "A ray cannot have \(samples) samples; choose from 2 to \(PictureRequest.mostSamples)."
        case .notShowable(let fault): fault.sentence(about: "The picture")
        }
    }
}
