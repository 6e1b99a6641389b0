/// A setting as people look it up: its key, what it means and what is allowed.
package struct Setting: Sendable, Equatable {
    /// As in `training.batchSize`.
    package let key: String
    /// What it means.
    package let meaning: String
    /// What is allowed, after "has to be".
    package let allowed: String
}
