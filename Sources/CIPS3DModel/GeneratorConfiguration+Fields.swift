/// Widths of layers: wider ones than anybody trains, and not so wide that a typing error fills the
/// memory.
private let widths = 1...65_536
private let depths = 1...64

extension GeneratorConfiguration: ConfigurationSection {
    package static let fields: [ConfigurationField<GeneratorConfiguration>] = [
        .integer("shapeLatentWidth", \.shapeLatentWidth, widths),
        .integer("appearanceLatentWidth", \.appearanceLatentWidth, widths),
        .section("nerf", \.nerf),
        .section("inr", \.inr),
        .section("background", \.background).addedLater,
    ]

    package func checkRules(key: (String) -> String, into reader: inout ConfigurationReader) {}
}

extension NeRFConfiguration: ConfigurationSection {
    package static let fields: [ConfigurationField<NeRFConfiguration>] = [
        .integer("styleWidth", \.styleWidth, widths),
        .integer("mappingLayers", \.mappingLayers, depths),
        // The feature block has half the width, and at least one channel.
        .integer("width", \.width, 2...65_536),
        .integer("layers", \.layers, depths),
        .number("firstLayerScale", \.firstLayerScale, .above(0, to: 1_000)).addedLater,
        .integer("features", \.features, widths),
        .number("boxSide", \.boxSide, .above(0, to: 1_000)),
        .flag("usesViewDirection", \.usesViewDirection),
        // Beyond 2^24 periods single precision cannot tell two points apart.
        .integer("fourierOctaves", \.fourierOctaves, 0...24),
        .section("density", \.density).addedLater,
    ]

    package func checkRules(key: (String) -> String, into reader: inout ConfigurationReader) {}
}

extension INRConfiguration: ConfigurationSection {
    package static let fields: [ConfigurationField<INRConfiguration>] = [
        .integer("styleWidth", \.styleWidth, widths),
        .integer("mappingLayers", \.mappingLayers, depths),
        .integer("width", \.width, widths),
        // Blocks are named 4, 8, 16 ...: the last name has to be an integer.
        .integer("blocks", \.blocks, 0...32),
        .integer("firstResidualBlock", \.firstResidualBlock, 0...1_024),
        .integer("firstRGBBlock", \.firstRGBBlock, 0...31),
        .choice("modulation", \.modulation),
    ]

    package func checkRules(key: (String) -> String, into reader: inout ConfigurationReader) {
        // The other fields were reported already where they are out of bounds themselves.
        guard blocks > 0, (0...31).contains(firstRGBBlock) else { return }
        if firstRGBBlock >= blocks {
            reader.refuse(
                key("firstRGBBlock"), .integer(firstRGBBlock),
                mustBe: "below `\(key("blocks"))`, \(blocks), or no block paints")
        }
    }
}
