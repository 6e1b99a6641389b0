/// Text that is safe within HTML and SVG, between tags and within quoted attributes.
package enum HTMLText {
    /// Escapes what a browser could take for a tag, the end of an attribute or a reference.
    ///
    /// - Parameter text: Any text.
    /// - Returns: The same to a reader; control characters, which HTML forbids, are replaced.
    package static func escaped(_ text: String) -> String {
        // Scalars, and not characters: a quotation mark with an accent on it is a character of its
        // own, and a browser takes it for the end of an attribute all the same.
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "'": result.append(contentsOf: "&#39;".unicodeScalars)
            case "\n", "\t": result.append(scalar)
            case _ where scalar.properties.generalCategory == .control: result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
