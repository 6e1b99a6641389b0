/// What an evaluation tells while it goes on.
public enum EvaluationEvent: Sendable {
    /// Something begins, such as `features of 10000 generated images`.
    case began(String, steps: Int)
    /// Steps of it that are done.
    case advanced(Int)
    /// Features were computed, so many images in so many seconds.
    case computed(String, images: Int, seconds: Double)
    /// Features of the photographs came from the cache.
    case cached(String, images: Int)
}
