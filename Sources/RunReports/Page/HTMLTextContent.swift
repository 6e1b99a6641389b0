import Mustache

/// How the page's template escapes: the engine's own way goes by characters.
struct HTMLTextContent: MustacheContentType {
    func escapeText(_ text: String) -> String { HTMLText.escaped(text) }
}
