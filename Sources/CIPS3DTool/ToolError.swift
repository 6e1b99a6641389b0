/// Something that a command cannot work with and that no library has an error for.
struct ToolError: Error, CustomStringConvertible, Equatable {
    /// One sentence: what, where, what to do next.
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
