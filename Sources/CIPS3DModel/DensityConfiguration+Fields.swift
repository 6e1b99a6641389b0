extension DensityConfiguration: ConfigurationSection {
    package static let fields: [ConfigurationField<DensityConfiguration>] = [
        .choice("activation", \.activation),
        .number("scale", \.scale, .above(0, to: 1_000_000)),
        .number("ballGain", \.ballGain, .from(0, to: 1_000_000)),
        .number("ballRadius", \.ballRadius, .from(0, to: 1_000)),
    ]

    package func checkRules(key: (String) -> String, into reader: inout ConfigurationReader) {}
}

extension BackgroundConfiguration: ConfigurationSection {
    package static let fields: [ConfigurationField<BackgroundConfiguration>] = [
        .integer("width", \.width, 0...65_536),
        .number("radius", \.radius, .above(0, to: 1_000)),
    ]

    package func checkRules(key: (String) -> String, into reader: inout ConfigurationReader) {}
}
