/// The form of what errors say.
enum Sentences {
    /// Whether a text is made of whole sentences.
    ///
    /// It ends with a full stop or a question mark, and begins with a capital or with something verbatim: a path, an
    /// option, a setting, a number, a quotation. No sentence stands in the middle of another one.
    ///
    /// - Parameter text: One error; several lines are several sentences.
    /// - Returns: Whether all are whole.
    static func areWhole(_ text: String) -> Bool {
        text.split(separator: "\n", omittingEmptySubsequences: false).allSatisfy { line in
            let first = line.prefix { $0 != " " }
            return (line.hasSuffix(".") || line.hasSuffix("?")) && !line.hasSuffix("..")
                && first.wholeMatch(of: /[a-z]+[,:;]?/) == nil
                && !line.contains(/\. ?[;:,.)]/)
        }
    }

    /// What stands behind the words of the library that parses command lines, which have a form of
    /// their own.
    ///
    /// - Parameter complaint: Without "Error: ".
    /// - Returns: Our words; nil where there are none.
    static func afterParser(_ complaint: String) -> String? {
        for own in ["Missing expected argument", "Missing value", "Unexpected", "Unknown option"]
        where complaint.hasPrefix(own) { return nil }
        guard let value = complaint.prefixMatch(of: /The value '.*' is invalid for '[^']*'/) else {
            return complaint
        }
        let rest = complaint[value.range.upperBound...]
        // Behind the colon goes on what the parser has begun.
        return rest.isEmpty ? nil : "The value is invalid\(rest)"
    }
}
