import CIPS3DModel
import Foundation
import RunSettings

/// A configuration as texts by key path, such as `training.batchSize`.
enum ConfigurationTree: Decodable {
    case section([String: ConfigurationTree])
    case value(String)

    init(from decoder: any Decoder) throws {
        if let section = try? [String: ConfigurationTree](from: decoder) {
            self = .section(section)
        } else if let list = try? [ConfigurationTree](from: decoder) {
            self = .value("[" + list.map(\.text).joined(separator: ", ") + "]")
        } else {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                self = .value(flag ? "true" : "false")
            } else if let integer = try? container.decode(Int.self) {
                self = .value(String(integer))
            } else if let number = try? container.decode(Double.self) {
                self = .value("\(number)")
            } else {
                self = .value(try container.decode(String.self))
            }
        }
    }

    private var text: String {
        switch self {
        case .value(let text): text
        // A stage of a run, in a list of them.
        case .section(let members):
            "{"
                + members.sorted { $0.key < $1.key }.map { "\($0): \($1.text)" }
                .joined(separator: ", ") + "}"
        }
    }

    private func settings(at key: String) -> [(String, String)] {
        switch self {
        case .value(let text): [(key, text)]
        case .section(let members):
            members.flatMap { $1.settings(at: key.isEmpty ? $0 : "\(key).\($0)") }
        }
    }

    /// The texts of all values.
    ///
    /// - Parameter configuration: Any.
    /// - Returns: Each value's text by its key path.
    static func settings(of configuration: Configuration) -> [String: String] {
        do {
            let tree = try JSONDecoder().decode(Self.self, from: configuration.encodedJSON())
            return Dictionary(uniqueKeysWithValues: tree.settings(at: ""))
        } catch {
            preconditionFailure("a configuration is not the JSON that it was encoded to: \(error)")
        }
    }
}
