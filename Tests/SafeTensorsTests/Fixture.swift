import Foundation

/// Files beside the tests, each with the script that made it.
enum Fixture {
    /// Three elements of every type, an empty tensor and a single value, by the reference
    /// implementation (`make_every_type.py`).
    static let everyType = Bundle.module.bundleURL
        .appendingPathComponent("Fixtures/every_type.safetensors")
}
