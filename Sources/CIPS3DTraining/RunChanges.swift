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

    /// Nothing is different.
    public init() {}

    /// Changes what a run says of itself.
    ///
    /// - Parameter description: The run's.
    package func apply(to description: inout RunDescription) {
        if let data { description.data = RunDescription.absolute(data) }
        if let device { description.device = device }
        if let goal { description.goal = goal }
        if let imagesAtOnce { description.imagesAtOnce = imagesAtOnce }
    }
}
