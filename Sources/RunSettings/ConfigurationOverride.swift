import CIPS3DModel
import Foundation

/// A setting given on the command line as `key.path=value`.
///
/// The value is JSON; a text may go without quotation marks:
///
///     training.batchSize=8
///     discriminator.mainChannels=[96,96,96,96]
///     camera.background=white
public struct ConfigurationOverride: Sendable, Equatable {
    /// The full key, as in `training.batchSize`.
    public let key: String
    /// The value as a tree.
    let value: JSONValue

    /// Parses a key and its value.
    ///
    /// Whether the key exists is found out when the override is applied.
    ///
    /// - Parameter text: `key.path=value`.
    /// - Throws: `ConfigurationError` where there is no key, no value or a broken list.
    public init(parsing text: String) throws {
        guard let equals = text.firstIndex(of: "=") else {
            throw Self.problem(text, "has no value; write it as key.path=value")
        }
        key = text[..<equals].trimmingCharacters(in: .whitespaces)
        let words = key.split(separator: ".", omittingEmptySubsequences: false)
        guard words.allSatisfy({ !$0.isEmpty }) else {
            throw Self.problem(text, "has no complete key; write it as key.path=value")
        }
        guard words.count <= Self.deepest else {
            throw Self.problem(text, "has a key of too many parts; write it as key.path=value")
        }
        let literal = text[text.index(after: equals)...].trimmingCharacters(in: .whitespaces)
        guard let first = literal.first else {
            throw Self.problem(text, "has no value; write it as key.path=value")
        }
        do {
            value = try JSONParser.parse(literal.utf8)
        } catch {
            // Only what cannot be meant as a plain word is a mistake.
            guard !"[{\"".contains(first) else {
                throw Self.problem(
                    text, "has a value that is not valid JSON (\(error.reason)); mend it")
            }
            value = .text(literal)
        }
    }

    /// More parts than any key has, and few enough to nest objects for them.
    private static let deepest = 16

    private static func problem(_ text: String, _ what: String) -> ConfigurationError {
        let shown = JSONValue.quoted(String(text.prefix(80)))
        return ConfigurationError(problems: ["The setting \(shown) \(what)."])
    }

    /// The value inside the objects that its key names.
    var tree: JSONValue {
        key.split(separator: ".").reversed().reduce(value) { .object([String($1): $0]) }
    }
}
