import CIPS3DModel
import RunSettings

/// What may be different when a run goes on; nil stays as it was.
public struct RunChanges: Sendable, Equatable {
    /// The folder or zip of photographs.
    public var data: String?
    /// The device, by name.
    public var device: String?
    /// When it ends.
    public var goal: RunDescription.Goal?
    /// Images that go through the networks together at most, for each stage.
    public var imagesAtOnce: [Int]?

    /// Settings as texts like `training.measureInterval=0`, of `Configuration.adjustableKeys`.
    public var settings: [String] = []
    /// Names of photographs that it does not learn from.
    public var excluded: [String]?

    /// Nothing is different.
    public init() {}

    /// Changes a run's settings and what it says of itself.
    ///
    /// - Parameters:
    ///   - configuration: The run's settings.
    ///   - description: The rest.
    /// - Throws: `ConfigurationError` for a setting that cannot change while a run goes on.
    package func apply(
        to configuration: inout Configuration, _ description: inout RunDescription
    ) throws {
        configuration = try configuration.adjusted(by: settings)
        if let excluded { description.excluded = excluded }
        if let data { description.data = RunDescription.absolute(data) }
        if let device { description.device = device }
        if let goal { description.goal = goal }
        if let imagesAtOnce { description.imagesAtOnce = imagesAtOnce }
    }
}
