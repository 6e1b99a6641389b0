import CIPS3DModel
import RunSettings

/// The settings of training, for a terminal and for the documents.
enum SettingsPage {
    /// Characters in a line of a terminal.
    private static let width = 80

    /// A setting in a terminal.
    ///
    /// - Parameters:
    ///   - setting: The setting.
    ///   - details: Whether to say what is allowed and what the presets have.
    /// - Returns: Lines.
    static func lines(_ setting: Setting, details: Bool) -> [String] {
        let meaning = wrapped(setting.meaning, indentation: 4)
        guard details else { return [setting.key] + meaning }
        let names = Preset.allCases.map(\.rawValue)
        let longest = names.map(\.count).max() ?? 0
        return [setting.key] + meaning + ["    allowed: \(setting.allowed)"]
            + zip(names, Preset.allCases).map { name, preset in
                "    \(name.padded(to: longest))  \(setting.value(in: preset))"
            }
    }

    /// Docs/settings.md.
    static var markdown: String {
        let sections = Dictionary(grouping: Configuration.settings) { setting in
            setting.key.split(separator: ".").dropLast().joined(separator: ".")
        }
        var order: [String] = []
        for setting in Configuration.settings {
            let section = setting.key.split(separator: ".").dropLast().joined(separator: ".")
            if !order.contains(section) { order.append(section) }
        }
        let shown: [Preset] = [.faces64, .ffhq256]
        let tables = order.map { section in
            let rows = (sections[section] ?? []).map { setting in
                let name = setting.key.split(separator: ".").last.map(String.init) ?? setting.key
                let cells =
                    ["`\(name)`", setting.meaning, setting.allowed]
                    + shown.map { setting.value(in: $0) }
                return "| " + cells.map(escaped).joined(separator: " | ") + " |"
            }
            let columns = ["setting", "meaning", "has to be"] + shown.map(\.rawValue)
            return
                (["## \(section)", "", "| " + columns.joined(separator: " | ") + " |"]
                + ["|" + String(repeating: "---|", count: columns.count)] + rows)
                .joined(separator: "\n")
        }
        return """
            # Settings

            What can be set, and to what. This page is what `cips3d settings --markdown` prints. Each key goes on the
            command line as `--set SECTION.SETTING=VALUE`, or into a file for `--config`. `cips3d settings KEY` shows
            one setting with the value of every preset.


            """ + tables.joined(separator: "\n\n") + "\n"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("|", with: "\\|").replacing("<", with: "&lt;")
    }

    private static func wrapped(_ text: String, indentation: Int) -> [String] {
        let margin = String(repeating: " ", count: indentation)
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(margin + word)
            }
        }
        return lines
    }
}

extension String {
    fileprivate func padded(to length: Int) -> String {
        self + String(repeating: " ", count: max(0, length - count))
    }
}
