/// A group of settings that is described by a table of its fields.
///
/// The table is the only place that knows a setting's key, kind and bounds: reading, writing and
/// checking follow it. JSON that was made by hand goes wrong in many ways at once, so that reading
/// collects every problem where synthesised decoding would stop at the first one and would pass
/// over unknown keys.
package protocol ConfigurationSection: Codable, Sendable {
    /// The values to begin with.
    init()
    /// What each property means; made by Scripts/setting-meanings of the comments above them.
    static var meanings: [String: String] { get }
    /// One entry for each stored property.
    static var fields: [ConfigurationField<Self>] { get }
    /// Checks what concerns more than one field, or more than an interval.
    ///
    /// - Parameters:
    ///   - key: Makes a full key of a field's name.
    ///   - reader: Receives the problems.
    func checkRules(key: (String) -> String, into reader: inout ConfigurationReader)
}

extension ConfigurationSection {
    /// Keys of all settings and sections below this one.
    package static var keys: [String] { fields.flatMap(\.keys) }

    /// All settings below this section.
    ///
    /// - Parameter prefix: The section's key with a point; empty for the whole.
    /// - Returns: In the order of the tables.
    package static func settings(below prefix: String) -> [Setting] {
        fields.flatMap { field in
            field.inner?(prefix + field.name + ".")
                ?? [
                    Setting(
                        key: prefix + field.name, meaning: meanings[field.name] ?? "",
                        allowed: field.rule)
                ]
        }
    }

    /// All values as a tree.
    package var tree: JSONValue {
        .object(Dictionary(uniqueKeysWithValues: Self.fields.map { ($0.name, $0.read(self)) }))
    }

    /// Takes over what a tree says.
    ///
    /// - Parameters:
    ///   - tree: The values.
    ///   - key: Full key of this section; empty for the whole.
    ///   - reader: Receives the problems.
    package mutating func merge(
        _ tree: JSONValue, at key: String, into reader: inout ConfigurationReader
    ) {
        guard case .object(var members) = tree else {
            return reader.refuse(key, tree, mustBe: "an object of settings in braces")
        }
        let prefix = key.isEmpty ? "" : key + "."
        for field in Self.fields {
            if let value = members.removeValue(forKey: field.name) {
                reader.noteSource(of: prefix + field.name)
                field.write(value, &self, prefix + field.name, &reader)
            } else if reader.requiresEveryKey, !field.isNewer {
                reader.refuseMissing(prefix + field.name)
            }
        }
        for name in members.keys.sorted() { reader.refuseUnknown(prefix + name) }
    }

    /// Checks all bounds and rules.
    ///
    /// - Parameters:
    ///   - key: Full key of this section; empty for the whole.
    ///   - reader: Receives the problems.
    package func check(at key: String, into reader: inout ConfigurationReader) {
        let prefix = key.isEmpty ? "" : key + "."
        for field in Self.fields { field.check(self, prefix + field.name, &reader) }
        checkRules(key: { prefix + $0 }, into: &reader)
    }
}

extension ConfigurationSection {
    /// Reads all settings; refuses missing and unknown keys.
    ///
    /// - Parameter decoder: Where to read from.
    /// - Throws: `ConfigurationError` that lists every problem.
    public init(from decoder: any Decoder) throws {
        self.init()
        var reader = ConfigurationReader(knownKeys: Self.keys, requiresEveryKey: true)
        reader.read(try JSONValue(from: decoder), into: &self, from: "")
        try reader.finish()
    }

    /// Writes all settings.
    ///
    /// - Parameter encoder: Where to write to.
    /// - Throws: What the encoder throws, for instance at a number that is not finite.
    public func encode(to encoder: any Encoder) throws {
        try tree.encode(to: encoder)
    }
}
