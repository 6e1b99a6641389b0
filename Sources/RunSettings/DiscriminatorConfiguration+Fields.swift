import CIPS3DModel

extension DiscriminatorConfiguration: ConfigurationSection {
    package static let fields: [ConfigurationField<DiscriminatorConfiguration>] = [
        .choice("kind", \.kind).addedLater,
        // Two resolutions, 4 and 8, are the least that make a network; twelve reach 8192.
        .integers("mainChannels", \.mainChannels, 1...65_536, count: 2...12),
        .flag("usesAuxiliary", \.usesAuxiliary),
        .integers("auxiliaryChannels", \.auxiliaryChannels, 1...65_536, count: 2...12),
        .integer("deviationGroup", \.deviationGroup, 0...65_536),
        .section("projected", \.projected).addedLater,
    ]

    package func checkRules(key: (String) -> String, into reader: inout ConfigurationReader) {}
}

extension ProjectedConfiguration: ConfigurationSection {
    package static let fields: [ConfigurationField<ProjectedConfiguration>] = [
        .integer("side", \.side, 16...2_048),
        .integer("scales", \.scales, 1...4),
        .integer("width", \.width, 2...65_536),
        .number("auxiliaryWeight", \.auxiliaryWeight, .from(0, to: 1_000)),
        .number("momentWeight", \.momentWeight, .from(0, to: 1_000_000)),
    ]

    package func checkRules(key: (String) -> String, into reader: inout ConfigurationReader) {
        // Every scale has half of the side of the one before it.
        let step = 4 << max(0, min(scales, 4) - 1)
        if scales > 0, !side.isMultiple(of: step) {
            reader.refuse(
                key("side"), .integer(side),
                mustBe: "a multiple of \(step) while `\(key("scales"))` is \(scales)")
        }
        // The auxiliary heads have half of the channels, in as many groups.
        let groups = 2 * Self.normGroups
        if width > 0, !width.isMultiple(of: groups) {
            reader.refuse(key("width"), .integer(width), mustBe: "a multiple of \(groups)")
        }
    }
}
