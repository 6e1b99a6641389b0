/// Sizes of the generator: two mapping networks, the NeRF and the INR.
///
/// Defaults are the published sizes.
public struct GeneratorConfiguration: Codable, Sendable, Equatable {
    /// Channels of the shape code `z_nerf`.
    public var shapeLatentWidth = 256
    /// Channels of the appearance code `z_inr`.
    public var appearanceLatentWidth = 512
    /// The radiance field and its mapping network.
    public var nerf = NeRFConfiguration()
    /// The per-pixel network and its mapping network.
    public var inr = INRConfiguration()
    /// The sphere behind the head.
    public var background = BackgroundConfiguration()

    /// The published sizes.
    public init() {}
}

/// Sizes of the radiance field.
public struct NeRFConfiguration: Codable, Sendable, Equatable {
    /// Channels of the style `w_nerf`.
    public var styleWidth = 128
    /// Linear layers of the mapping network.
    public var mappingLayers = 4
    /// Channels of the hidden layers; the feature block has half of them.
    public var width = 128
    /// FiLM-SIREN blocks before the density.
    public var layers = 2
    /// What the initial weights of the first block are multiplied by.
    ///
    /// The larger, the finer is what the field shows from the start. SIREN and pi-GAN begin with about 6, the
    /// published code of CIPS-3D with 1.
    public var firstLayerScale = 1.0
    /// Channels of the feature that each ray carries to the INR.
    public var features = 32
    /// Side of the box that is scaled to [-1, 1], in scene units.
    public var boxSide = 0.24
    /// What the density is made of.
    public var density = DensityConfiguration()
    /// Ablation: the ray's unit direction joins the input of the feature block.
    public var usesViewDirection = false
    /// Ablation: octaves of a fixed Fourier encoding in front of the first block; 0 turns it off.
    public var fourierOctaves = 0

    /// Numbers of an encoded point: its coordinates, and a sine and a cosine of each for each octave.
    var encodedWidth: Int { 3 + 6 * fourierOctaves }

    /// The published sizes.
    public init() {}
}

/// Sizes of the per-pixel network.
public struct INRConfiguration: Codable, Sendable, Equatable {
    /// How the modulated linear layers are evaluated; both give the same numbers.
    public enum Modulation: String, Codable, Sendable, CaseIterable {
        /// One batched matrix product with weights made for each image.
        case batchedProduct
        /// A grouped 1x1 convolution, as first published: the slow twin.
        case groupedConvolution
    }

    /// Channels of the style `w_inr`.
    public var styleWidth = 512
    /// Linear layers of the mapping network, each followed by a layer norm.
    public var mappingLayers = 8
    /// Channels of the hidden layers.
    public var width = 512
    /// Blocks of two modulated layers, named 4, 8, 16 and so on in the published weights; 0 is no such
    /// network: the field paints by itself, and the image is its auxiliary image.
    public var blocks = 9
    /// Index of the first block whose input is added to its output.
    public var firstResidualBlock = 4
    /// Index of the first block that paints into the image.
    public var firstRGBBlock = 3
    /// The formulation of the modulated layers.
    public var modulation = Modulation.batchedProduct

    /// Whether there is such a network.
    public var isPresent: Bool { blocks > 0 }

    /// The published sizes.
    public init() {}
}

extension GeneratorConfiguration {
    /// About a thirtieth of the published multiplications for each pixel; a solid field before a
    /// sphere.
    package static var light: GeneratorConfiguration {
        var generator = GeneratorConfiguration()
        generator.shapeLatentWidth = 128
        generator.appearanceLatentWidth = 128
        generator.nerf.width = 64
        generator.nerf.density = .solid
        generator.inr.styleWidth = 128
        generator.inr.mappingLayers = 4
        generator.inr.width = 96
        generator.inr.blocks = 4
        generator.inr.firstResidualBlock = 2
        generator.inr.firstRGBBlock = 1
        generator.background.width = 64
        return generator
    }
}
