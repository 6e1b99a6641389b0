extension JSONValue {
    /// The value as JSON text: keys sorted, members on lines of their own, lists on one line.
    ///
    /// - Parameter indentation: Spaces in front of the line on which the value begins.
    /// - Returns: Text without a final newline. Numbers that are not finite become `null`.
    package func text(indentation: Int = 0) -> String {
        switch self {
        case .null: "null"
        case .flag(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .number(let value): value.isFinite ? value.description : "null"
        case .text(let value): Self.quoted(value)
        case .list(let values): "[" + values.map { $0.text() }.joined(separator: ", ") + "]"
        case .object(let members): Self.text(members, indentation: indentation)
        }
    }

    private static func text(_ members: [String: JSONValue], indentation: Int) -> String {
        guard !members.isEmpty else { return "{}" }
        let margin = String(repeating: " ", count: indentation)
        let lines = members.sorted { $0.key < $1.key }.map { name, value in
            "\(margin)  \(quoted(name)): \(value.text(indentation: indentation + 2))"
        }
        return "{\n" + lines.joined(separator: ",\n") + "\n\(margin)}"
    }

    /// The value as a message shows it: on one line and not long.
    package var shown: String {
        switch self {
        case .object: return "an object"
        case .number(let value) where !value.isFinite: return value.description
        default:
            let text = text()
            return text.count <= 60 ? text : text.prefix(57) + "..."
        }
    }

    /// Text in quotation marks, with what JSON does not allow in them escaped.
    package static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
