extension CameraConfiguration: ConfigurationSection {
    package static let fields: [ConfigurationField<CameraConfiguration>] = [
        .number("fieldOfView", \.fieldOfView, .above(0, below: 180)),
        .number("near", \.near, .above(0, to: 1_000)),
        .number("far", \.far, .above(0, to: 1_000)),
        .integer("samplesPerRay", \.samplesPerRay, 2...1_024),
        .flag("finePass", \.finePass),
        .choice("background", \.background),
        .number("yawDeviation", \.yawDeviation, .from(0, to: 180)),
        .number("pitchDeviation", \.pitchDeviation, .from(0, to: 90)),
    ]

    package func checkRules(key: (String) -> String, into reader: inout ConfigurationReader) {
        if near >= far {
            reader.refuse(
                key("near"), .number(near), mustBe: "below `\(key("far"))`, \(far)")
        }
        // Importance sampling draws from the weights between the first and the last.
        if finePass, samplesPerRay == 2 {
            reader.refuse(
                key("samplesPerRay"), .integer(samplesPerRay),
                mustBe: "at least 3 while `\(key("finePass"))` is true")
        }
    }
}
