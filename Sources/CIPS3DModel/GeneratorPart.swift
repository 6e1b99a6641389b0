/// A part of a generator, as it is named where parts are frozen or taken from another model.
///
///     nerf, shapeMapping, appearanceMapping, auxiliary, inr4, inr8, inr16 ...
public enum GeneratorPart: Hashable, Sendable {
    /// The radiance field and the sphere behind it.
    case nerf
    /// From the shape code to its style.
    case shapeMapping
    /// From the appearance code to its style.
    case appearanceMapping
    /// What reads an image straight off the NeRF.
    case auxiliary
    /// A block of the per-pixel network with what paints behind it, from 0.
    case inrBlock(Int)

    /// All parts of a generator.
    ///
    /// - Parameter configuration: Its sizes.
    /// - Returns: The parts, per-pixel network last.
    public static func all(of configuration: GeneratorConfiguration) -> [GeneratorPart] {
        [.nerf, .shapeMapping, .appearanceMapping, .auxiliary]
            + (0..<configuration.inr.blocks).map(inrBlock)
    }

    /// The part that a tensor belongs to; nil where no generator has such a tensor.
    ///
    /// - Parameter name: Its key in a weights file.
    public init?(ofTensor name: String) {
        let words = name.split(separator: ".")
        switch words.first {
        case "siren", "background": self = .nerf
        case "mapping_network_nerf": self = .shapeMapping
        case "mapping_network_inr": self = .appearanceMapping
        case "aux_to_rbg": self = .auxiliary
        case "inr_net":
            // inr_net.network.64.mod2.weight, inr_net.to_rgbs.64.linear.weight
            guard words.count > 2, let label = Int(words[2]),
                let index = Self.blockIndex(label: label)
            else { return nil }
            self = .inrBlock(index)
        default: return nil
        }
    }

    /// The published label of a block: 4, 8, 16 and so on.
    ///
    /// - Parameter index: From 0.
    /// - Returns: The label.
    public static func blockLabel(index: Int) -> Int { 4 << index }

    /// The block with a published label: 4 is the first, each further one has twice the label.
    ///
    /// - Parameter label: 4, 8, 16 and so on.
    /// - Returns: The index; nil where no block has this label.
    public static func blockIndex(label: Int) -> Int? {
        guard label >= 4, label.nonzeroBitCount == 1 else { return nil }
        return label.trailingZeroBitCount - 2
    }
}

extension GeneratorPart: LosslessStringConvertible {
    /// Its name.
    public var description: String {
        switch self {
        case .nerf: "nerf"
        case .shapeMapping: "shapeMapping"
        case .appearanceMapping: "appearanceMapping"
        case .auxiliary: "auxiliary"
        case .inrBlock(let index): "inr\(Self.blockLabel(index: index))"
        }
    }

    /// The part with a name.
    public init?(_ description: String) {
        let named = [GeneratorPart.nerf, .shapeMapping, .appearanceMapping, .auxiliary]
        if let part = named.first(where: { $0.description == description }) {
            self = part
        } else if description.hasPrefix("inr"), let label = Int(description.dropFirst(3)),
            let index = Self.blockIndex(label: label), description == "inr\(label)"
        {
            self = .inrBlock(index)
        } else {
            return nil
        }
    }
}
