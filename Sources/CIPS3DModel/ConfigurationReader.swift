/// Collects what is wrong with a configuration while it is read and checked.
package struct ConfigurationReader {
    /// Where the values that are being read come from, as in `in faces.json`; empty for none.
    package private(set) var source = ""
    /// Whether a key that is left out is a problem.
    package let requiresEveryKey: Bool
    /// What was found so far, one sentence for each problem.
    package private(set) var problems: [String] = []

    private let knownKeys: [String]
    /// The source of each key that was set, for problems found after reading.
    private var origins: [String: String] = [:]

    /// A reader that has found nothing yet.
    ///
    /// - Parameters:
    ///   - knownKeys: All keys that exist, to suggest one for a typing error.
    ///   - requiresEveryKey: Whether a key that is left out is a problem.
    package init(knownKeys: [String], requiresEveryKey: Bool) {
        self.knownKeys = knownKeys
        self.requiresEveryKey = requiresEveryKey
    }

    /// Reads a tree into a section; what is not in the tree stays as it is.
    ///
    /// - Parameters:
    ///   - tree: What a file or flag says.
    ///   - section: Receives the values.
    ///   - source: Where the tree comes from, as in `in faces.json`.
    package mutating func read<Section: ConfigurationSection>(
        _ tree: JSONValue, into section: inout Section, from source: String
    ) {
        self.source = source
        section.merge(tree, at: "", into: &self)
        self.source = ""
    }

    /// Ends with an error where anything was found.
    package func finish() throws {
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
    }

    /// Remembers where the value of a key comes from.
    package mutating func noteSource(of key: String) {
        origins[key] = source
    }

    /// Adds a sentence as it is.
    package mutating func add(_ sentence: String) {
        problems.append(sentence)
    }

    /// Adds a value that is not allowed.
    ///
    /// - Parameters:
    ///   - key: The full key; empty for the whole tree.
    ///   - value: What was found there.
    ///   - rule: What it has to be, after "has to be".
    package mutating func refuse(_ key: String, _ value: JSONValue, mustBe rule: String) {
        let origin = source.isEmpty ? origins[key] ?? "" : source
        let subject = key.isEmpty ? "The configuration" : "`\(key)`"
        add(
            "\(subject)\(origin.isEmpty ? "" : " " + origin) is \(value.shown); "
                + "it has to be \(rule).")
    }

    /// Adds a key that was left out.
    package mutating func refuseMissing(_ key: String) {
        add("`\(key)` is missing\(source.isEmpty ? "" : " " + source); add it.")
    }

    /// Adds a key that does not exist, with the nearest one that does.
    package mutating func refuseUnknown(_ key: String) {
        let shown = JSONValue.quoted(String(key.prefix(80))).dropFirst().dropLast()
        let advice = nearestKey(to: key).map { "did you mean `\($0)`?" } ?? "remove it."
        add("`\(shown)`\(source.isEmpty ? "" : " " + source) is not a setting; \(advice)")
    }

    /// The key that was probably meant: few letters differ, or the same name in another section.
    private func nearestKey(to key: String) -> String? {
        let wanted = key.prefix(80).lowercased()
        let name = Self.name(of: wanted)
        let ranked = knownKeys.map { known in
            let other = known.lowercased()
            let distance = min(
                wanted.editDistance(to: other), name.editDistance(to: Self.name(of: other)) + 2)
            return (key: known, distance: distance)
        }
        guard let best = ranked.min(by: { $0.distance < $1.distance }),
            best.distance < name.count, best.distance <= max(2, name.count / 3)
        else { return nil }
        return best.key
    }

    private static func name(of key: String) -> String {
        key.split(separator: ".").last.map(String.init) ?? key
    }
}
