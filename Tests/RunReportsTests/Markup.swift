/// The tags of a page, found as a browser finds them: by scalars, not by characters.
struct Markup {
    /// A tag that opens.
    struct Tag {
        let name: String
        var attributes: [String: String] = [:]
    }

    /// Opening tags in order.
    private(set) var tags: [Tag] = []

    private var rest: Substring.UnicodeScalarView

    init(_ html: String) {
        rest = html[...].unicodeScalars
        while let start = rest.firstIndex(of: "<") {
            rest = rest[start...].dropFirst()
            guard let first = rest.first, first.properties.isAlphabetic else { continue }
            tags.append(tag())
        }
    }

    /// Values of an attribute, in any tag.
    func values(of attribute: String) -> [String] {
        tags.compactMap { $0.attributes[attribute] }
    }

    private mutating func tag() -> Tag {
        var tag = Tag(name: word())
        while let next = rest.first, next != ">" {
            if next.properties.isWhitespace || next == "/" {
                rest = rest.dropFirst()
                continue
            }
            tag.attributes[word()] = value()
        }
        return tag
    }

    private mutating func word() -> String {
        let word = rest.prefix { !$0.properties.isWhitespace && !"=>/".unicodeScalars.contains($0) }
        rest = rest[word.endIndex...]
        return String(word)
    }

    private mutating func value() -> String {
        guard rest.first == "=" else { return "" }
        rest = rest.dropFirst()
        guard rest.first == "\"" else { return word() }
        let value = rest.dropFirst().prefix { $0 != "\"" }
        rest = rest[value.endIndex...].dropFirst()
        return String(value)
    }
}
