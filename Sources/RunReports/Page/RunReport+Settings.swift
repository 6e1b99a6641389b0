extension RunReport {
    /// How the runs differ from one another, or a single one from a preset.
    var settings: Page.Settings {
        guard runs.count > 1 else { return settingsBesidePreset(runs[0]) }
        let differences = ConfigurationDifferences(runs.map(\.configuration))
        return Page.Settings(
            introduction: differences.rows.isEmpty
                ? "All settings of config.json are the same; this is where the runs come from."
                : "Settings of config.json that differ, and where the runs come from; all other "
                    + "settings are the same.",
            isTable: true, settingColumns: runs.map(\.name),
            settingRows: settings(differences)
                + originGroup.rows.map { row in
                    Page.Setting(keys: [], facts: [row.label], values: row.cells.map(\.text))
                })
    }

    private func settingsBesidePreset(_ run: ReportedRun) -> Page.Settings {
        let (preset, differences) = ConfigurationDifferences.fromNearestPreset(run.configuration)
        return Page.Settings(
            introduction: differences.rows.isEmpty
                ? "The settings are those of the preset \(preset.rawValue), unchanged."
                : "The nearest preset is \(preset.rawValue); these settings of config.json differ.",
            isTable: !differences.rows.isEmpty, settingColumns: [preset.rawValue, run.name],
            settingRows: settings(differences))
    }

    private func settings(_ differences: ConfigurationDifferences) -> [Page.Setting] {
        differences.rows.map { Page.Setting(keys: [$0.key], facts: [], values: $0.values) }
    }
}
