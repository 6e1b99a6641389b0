/// Where along the rays of a picture the field is evaluated.
public enum SamplePlacement: Sendable, Equatable {
    /// Always in the same places, so that the frames of a video do not flicker.
    case deterministic
    /// In random places as in training; a seed gives the same places again.
    case jittered(seed: UInt64)
}
