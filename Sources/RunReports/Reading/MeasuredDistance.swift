/// A distance to the photographs, when and of how many images.
struct MeasuredDistance: Sendable, Equatable {
    /// Thousands of photographs seen.
    let kimg: Double
    /// The distance.
    let value: Double
    /// Generated images that it was computed of.
    let images: Int
}
