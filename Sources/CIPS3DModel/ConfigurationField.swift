/// One setting, or one section of settings, of a configuration struct.
package struct ConfigurationField<Section>: Sendable {
    /// The key in JSON: the name of the property.
    package let name: String
    /// The key itself and all keys below it.
    package let keys: [String]
    /// What is allowed, after "has to be"; of a section nothing.
    package let rule: String
    /// The settings of a section below a prefix; nil where this is a single one.
    package private(set) var inner: (@Sendable (String) -> [Setting])?
    /// The value in a section.
    package let read: @Sendable (Section) -> JSONValue
    /// Puts a value into a section, or reports why it cannot: value, section, full key, reader.
    package let write:
        @Sendable (JSONValue, inout Section, String, inout ConfigurationReader) -> Void
    /// Reports a value out of bounds: section, full key, reader.
    package let check: @Sendable (Section, String, inout ConfigurationReader) -> Void
    /// Whether there are complete files without it, written before the setting existed.
    package private(set) var isNewer = false

    /// A field of any kind; see the properties.
    package init(
        name: String, keys: [String], rule: String,
        inner: (@Sendable (String) -> [Setting])? = nil,
        read: @escaping @Sendable (Section) -> JSONValue,
        write:
            @escaping @Sendable (JSONValue, inout Section, String, inout ConfigurationReader) ->
            Void,
        check: @escaping @Sendable (Section, String, inout ConfigurationReader) -> Void
    ) {
        (self.name, self.keys, self.rule, self.inner) = (name, keys, rule, inner)
        (self.read, self.write, self.check) = (read, write, check)
    }

    /// The same setting, for which a file that lacks it means the default.
    ///
    /// A run that was begun with an older version must go on with a newer one.
    package var addedLater: ConfigurationField {
        var field = self
        field.isNewer = true
        return field
    }
}

extension ConfigurationField {
    /// A key path that may be used on any thread.
    package typealias Path<Value> = WritableKeyPath<Section, Value> & Sendable

    /// A whole number within bounds.
    package static func integer(
        _ name: String, _ path: Path<Int>, _ allowed: ClosedRange<Int>
    ) -> ConfigurationField {
        ConfigurationField(
            name: name, kind: "a whole number", path, wrap: JSONValue.integer,
            unwrap: { value in
                guard case .integer(let integer) = value else { return nil }
                return integer
            },
            rule: "at least \(allowed.lowerBound) and at most \(allowed.upperBound)",
            isAllowed: allowed.contains)
    }

    /// A number within bounds; whole ones may be written without a point.
    package static func number(
        _ name: String, _ path: Path<Double>, _ allowed: AllowedNumbers
    ) -> ConfigurationField {
        ConfigurationField(
            name: name, kind: "a number", path, wrap: JSONValue.number, unwrap: \.double,
            rule: "\(allowed)", isAllowed: allowed.contains)
    }

    /// A switch.
    package static func flag(_ name: String, _ path: Path<Bool>) -> ConfigurationField {
        ConfigurationField(
            name: name, kind: "true or false", path, wrap: JSONValue.flag,
            unwrap: { value in
                guard case .flag(let flag) = value else { return nil }
                return flag
            },
            rule: "true or false", isAllowed: { _ in true })
    }

    /// One of the names of an enumeration.
    package static func choice<Choice: CaseIterable & RawRepresentable & Sendable>(
        _ name: String, _ path: Path<Choice>
    ) -> ConfigurationField where Choice.RawValue == String {
        let names = Choice.allCases.map { JSONValue.quoted($0.rawValue) }
        let kind = "one of " + names.joined(separator: ", ")
        return ConfigurationField(
            name: name, kind: kind, path, wrap: { .text($0.rawValue) },
            unwrap: { value in
                guard case .text(let text) = value else { return nil }
                return Choice(rawValue: text)
            },
            rule: kind, isAllowed: { _ in true })
    }

    /// Some of the names of an enumeration, each at most once.
    package static func choices<Choice: CaseIterable & RawRepresentable & Hashable & Sendable>(
        _ name: String, _ path: Path<[Choice]>
    ) -> ConfigurationField where Choice.RawValue == String {
        let names = Choice.allCases.map { JSONValue.quoted($0.rawValue) }
        let kind = "a list of some of " + names.joined(separator: ", ")
        return list(
            name, path, kind: kind, wrap: { .text($0.rawValue) },
            unwrap: { $0.string.flatMap(Choice.init(rawValue:)) },
            rule: kind + ", each at most once", isAllowed: { Set($0).count == $0.count })
    }

    /// Some parts of a generator, each at most once; whether it has them is another rule's question.
    package static func parts(_ name: String, _ path: Path<[GeneratorPart]>) -> ConfigurationField {
        let kind =
            #"a list of some of "nerf", "shapeMapping", "appearanceMapping", "auxiliary", "inr4", "#
            + #""inr8" and so on"#
        return list(
            name, path, kind: kind, wrap: { .text($0.description) },
            unwrap: { $0.string.flatMap { GeneratorPart($0) } },
            rule: kind + ", each at most once", isAllowed: { Set($0).count == $0.count })
    }

    /// A list of whole numbers, each within bounds.
    package static func integers(
        _ name: String, _ path: Path<[Int]>, _ allowed: ClosedRange<Int>, count: ClosedRange<Int>
    ) -> ConfigurationField {
        list(
            name, path, kind: "a list of whole numbers", wrap: JSONValue.integer,
            unwrap: { value in
                guard case .integer(let integer) = value else { return nil }
                return integer
            },
            rule: "\(count.lowerBound) to \(count.upperBound) whole numbers of at least "
                + "\(allowed.lowerBound) and at most \(allowed.upperBound)",
            isAllowed: { count.contains($0.count) && $0.allSatisfy(allowed.contains) })
    }

    /// A list; one item of the wrong kind makes the whole wrong.
    private static func list<Item: Sendable>(
        _ name: String, _ path: Path<[Item]>, kind: String,
        wrap: @escaping @Sendable (Item) -> JSONValue,
        unwrap: @escaping @Sendable (JSONValue) -> Item?, rule: String,
        isAllowed: @escaping @Sendable ([Item]) -> Bool
    ) -> ConfigurationField {
        ConfigurationField(
            name: name, kind: kind, path, wrap: { .list($0.map(wrap)) },
            unwrap: { value in
                guard case .list(let values) = value else { return nil }
                let items = values.compactMap(unwrap)
                return items.count == values.count ? items : nil
            },
            rule: rule, isAllowed: isAllowed)
    }

    /// A section of settings.
    package static func section<Inner: ConfigurationSection>(
        _ name: String, _ path: Path<Inner>
    ) -> ConfigurationField {
        ConfigurationField(
            name: name, keys: [name] + Inner.keys.map { "\(name).\($0)" }, rule: "",
            inner: { Inner.settings(below: $0) },
            read: { $0[keyPath: path].tree },
            write: { value, section, key, reader in
                section[keyPath: path].merge(value, at: key, into: &reader)
            },
            check: { section, key, reader in
                section[keyPath: path].check(at: key, into: &reader)
            })
    }

    /// A single value.
    ///
    /// - Parameters:
    ///   - name: The key.
    ///   - kind: What JSON has to hold, after "has to be".
    ///   - path: The property.
    ///   - wrap: Makes JSON of a value.
    ///   - unwrap: Makes a value of JSON of the right kind, nil of any other.
    ///   - rule: What is allowed, after "has to be".
    ///   - isAllowed: Whether a value is allowed.
    private init<Value: Sendable>(
        name: String, kind: String, _ path: Path<Value>,
        wrap: @escaping @Sendable (Value) -> JSONValue,
        unwrap: @escaping @Sendable (JSONValue) -> Value?,
        rule: String, isAllowed: @escaping @Sendable (Value) -> Bool
    ) {
        self.name = name
        (keys, self.rule) = ([name], rule)
        read = { wrap($0[keyPath: path]) }
        write = { value, section, key, reader in
            if let value = unwrap(value) {
                section[keyPath: path] = value
            } else {
                reader.refuse(key, value, mustBe: kind)
            }
        }
        check = { section, key, reader in
            let value = section[keyPath: path]
            if !isAllowed(value) { reader.refuse(key, wrap(value), mustBe: rule) }
        }
    }
}
