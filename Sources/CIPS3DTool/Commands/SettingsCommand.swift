import ArgumentParser
import CIPS3DModel
import Foundation
import RunSettings

/// Says what every setting of training means.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract:
            "Says what each setting of training means, what is allowed, and each preset's value.",
        discussion: """
            Settings are the keys of a run's config.json. `train --set KEY=VALUE` changes them, \
            `train --config FILE` several at once.

            EXAMPLE
              cips3d settings
              cips3d settings training.blur
              cips3d settings camera
            """)

    @Argument(
        help: ArgumentHelp("A key, or the beginning of several. (default: all)", valueName: "key"))
    var key: String?

    @Flag(help: "Prints the page Docs/settings.md.")
    var markdown = false

    func run() throws {
        guard !markdown else { return print(SettingsPage.markdown, terminator: "") }
        let settings = Configuration.settings.filter { setting in
            key.map { setting.key == $0 || setting.key.hasPrefix($0 + ".") } ?? true
        }
        guard !settings.isEmpty else {
            throw ToolError("\(key ?? "") is no setting; `cips3d settings` lists all of them.")
        }
        let details = settings.count == 1
        for setting in settings {
            SettingsPage.lines(setting, details: details).forEach { print($0) }
        }
    }
}
