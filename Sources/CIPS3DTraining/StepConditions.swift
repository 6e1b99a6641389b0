/// What changes from step to step.
struct StepConditions {
    /// Standard deviation of the density noise.
    let densityNoise: Double
    /// How far the resolution has faded in, 0...1.
    let fade: Double
    /// Deviation of the blur of all that is judged, in pixels.
    let blur: Double
    /// Probability of each change of an image; nil where all are changed.
    let augmentation: Double?
}
