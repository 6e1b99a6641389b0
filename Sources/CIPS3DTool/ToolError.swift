import HeadPictures

/// Something that a command cannot work with and that no library has an error for.
struct ToolError: Error, CustomStringConvertible, Equatable {
    /// One sentence: what, where, what to do next.
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// Says of which picture it is that something cannot be shown.
    ///
    /// - Parameters:
    ///   - picture: What it is called, as in "The head of seed 7".
    ///   - body: Renders.
    /// - Returns: What `body` returns.
    /// - Throws: A sentence in place of `HeadError.notShowable`, and whatever else `body` throws.
    static func naming<Result>(_ picture: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch HeadError.notShowable(let fault) {
            throw ToolError(fault.sentence(about: picture))
        }
    }
}
