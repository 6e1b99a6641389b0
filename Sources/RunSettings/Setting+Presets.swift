import CIPS3DModel

extension Setting {
    /// Its value in a preset: as JSON; by stage where stages differ.
    ///
    /// - Parameter preset: The preset.
    /// - Returns: As in `16`, or `32, 32, 64, 64 by stage`.
    package func value(in preset: Preset) -> String {
        let configuration = preset.configuration
        guard key != "training.stages" else {
            let count = configuration.training.stages.count
            return count == 0 ? "none" : "\(count) of them"
        }
        let stages = StagePlan(configuration).stages.map { value(in: $0.configuration) }
        return Set(stages).count == 1 ? stages[0] : stages.joined(separator: ", ") + " by stage"
    }

    private func value(in configuration: Configuration) -> String {
        let parts = key.split(separator: ".").map(String.init)
        let value = parts.reduce(configuration.tree as JSONValue?) { tree, part in
            guard case .object(let members) = tree else { return nil }
            return members[part]
        }
        return value.map { $0.text() } ?? ""
    }
}

extension Configuration {
    /// All settings of a run, in the order of their sections.
    package static let settings = settings(below: "")
}
