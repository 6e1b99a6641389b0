extension DiscriminatorConfiguration: ConfigurationSection {
    static let fields: [ConfigurationField<DiscriminatorConfiguration>] = [
        // Two resolutions, 4 and 8, are the least that make a network; twelve reach 8192.
        .integers("mainChannels", \.mainChannels, 1...65_536, count: 2...12),
        .flag("usesAuxiliary", \.usesAuxiliary),
        .integers("auxiliaryChannels", \.auxiliaryChannels, 1...65_536, count: 2...12),
        .integer("deviationGroup", \.deviationGroup, 0...65_536),
    ]

    func checkRules(key: (String) -> String, into reader: inout ConfigurationReader) {}
}
