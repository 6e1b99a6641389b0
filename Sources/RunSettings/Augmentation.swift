import CIPS3DModel

/// A change that both photographs and generated images go through before they are judged, so that a
/// discriminator cannot learn few photographs by heart.
///
/// Source: Zhao et al., DiffAugment (arXiv:2006.10738).
public enum Augmentation: String, Codable, Sendable, CaseIterable {
    /// Brightness, saturation and contrast.
    case color
    /// A shift by up to an eighth of the side.
    case translation
    /// A square of a fifth of the side, without a picture.
    case cutout
}
