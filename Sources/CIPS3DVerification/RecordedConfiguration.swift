import Foundation

/// The JSON of a recorded computation; every value has to be read.
final class RecordedConfiguration {
    private let file: String
    private let path: String
    private let values: [String: Any]
    private var unread: Set<String>
    private var sections: [RecordedConfiguration] = []

    /// Parses the text.
    ///
    /// - Throws: ``VerificationError`` where it is not a JSON object.
    convenience init(json: String, file: String) throws {
        let parsed = try? JSONSerialization.jsonObject(with: Data(json.utf8))
        guard let object = parsed as? [String: Any] else {
            throw VerificationError("\(file): the configuration is not a JSON object.")
        }
        self.init(object, path: "", file: file)
    }

    private init(_ values: [String: Any], path: String, file: String) {
        (self.values, self.path, self.file) = (values, path, file)
        unread = Set(values.keys)
    }

    func section(_ key: String) throws -> RecordedConfiguration {
        guard let object = try value(key) as? [String: Any] else {
            throw wrong(key, "an object")
        }
        let section = RecordedConfiguration(object, path: "\(path)\(key).", file: file)
        sections.append(section)
        return section
    }

    /// Whether there is such a key.
    func has(_ key: String) -> Bool { values[key] != nil }

    func number(_ key: String) throws -> Double {
        guard let number = try value(key) as? NSNumber, !isBoolean(number) else {
            throw wrong(key, "a number")
        }
        return number.doubleValue
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws -> Int {
        let number = try number(key)
        guard let integer = Int(exactly: number), range.contains(integer) else {
            throw wrong(key, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return integer
    }

    func boolean(_ key: String) throws -> Bool {
        guard let number = try value(key) as? NSNumber, isBoolean(number) else {
            throw wrong(key, "true or false")
        }
        return number.boolValue
    }

    func text(_ key: String) throws -> String {
        guard let text = try value(key) as? String else { throw wrong(key, "a string") }
        return text
    }

    /// Whole numbers by whole number, such as channels by resolution.
    func table(_ key: String) throws -> [Int: Int] {
        let section = try section(key)
        var table: [Int: Int] = [:]
        for name in section.values.keys {
            guard let size = Int(name), String(size) == name else {
                throw wrong("\(key).\(name)", "a resolution as its key")
            }
            table[size] = try section.integer(name, in: 1...65_536)
        }
        return table
    }

    func numbers(_ key: String, count: Int) throws -> [Double] {
        guard let list = try value(key) as? [NSNumber], list.count == count else {
            throw wrong(key, "a list of \(count) numbers")
        }
        return list.map(\.doubleValue)
    }

    func wrong(_ key: String, _ expected: String) -> VerificationError {
        VerificationError("\(file): the setting \(path)\(key) has to be \(expected).")
    }

    /// Refuses keys that nothing has read.
    func refuseLeftovers() throws {
        guard unread.isEmpty else {
            let names = unread.sorted().map { path + $0 }.joined(separator: ", ")
            throw VerificationError("\(file): the settings \(names) are unknown.")
        }
        for section in sections { try section.refuseLeftovers() }
    }

    private func value(_ key: String) throws -> Any {
        guard let value = values[key] else {
            throw VerificationError("\(file): the setting \(path)\(key) is missing.")
        }
        unread.remove(key)
        return value
    }

    /// JSON's true and false arrive as numbers too.
    private func isBoolean(_ number: NSNumber) -> Bool {
        String(cString: number.objCType) == "c"
    }
}
