import ImageFiles

/// Images that are measured, each by its place.
///
/// Any thread may ask for any image; the same place gives the same image.
public protocol ImageSource: Sendable {
    /// How many there are.
    var count: Int { get }

    /// Makes or reads an image.
    ///
    /// - Parameter index: From 0 to `count - 1`.
    /// - Returns: The image; all of a source have one size.
    /// - Throws: A sentence about a file that cannot be read.
    func image(at index: Int) throws -> Image
}
