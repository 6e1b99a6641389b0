import CIPS3DModel
import RunSettings

/// Where configurations differ, key by key.
package struct ConfigurationDifferences: Sendable, Equatable {
    /// A key whose value is not the same everywhere.
    package struct Row: Sendable, Equatable {
        /// The key path, such as `training.batchSize`.
        package let key: String
        /// The value in each configuration, in order.
        package let values: [String]
    }

    /// Differing keys, sorted.
    package let rows: [Row]

    /// Compares configurations.
    ///
    /// - Parameter configurations: At least one.
    package init(_ configurations: [Configuration]) {
        let all = configurations.map(ConfigurationTree.settings)
        let keys = all.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
        rows = keys.sorted().compactMap { key in
            let values = all.map { $0[key] ?? "" }
            return Set(values).count > 1 ? Row(key: key, values: values) : nil
        }
    }

    /// The preset with the fewest differences, the first of several.
    ///
    /// - Parameter configuration: What is compared with each.
    /// - Returns: The preset, and rows of its value and the configuration's.
    package static func fromNearestPreset(
        _ configuration: Configuration
    ) -> (preset: Preset, differences: ConfigurationDifferences) {
        let all = Preset.allCases.map { preset in
            (preset, ConfigurationDifferences([preset.configuration, configuration]))
        }
        // `min` keeps the first of equals.
        return all.min { $0.1.rows.count < $1.1.rows.count }
            ?? (.ffhq256, ConfigurationDifferences([configuration]))
    }
}
