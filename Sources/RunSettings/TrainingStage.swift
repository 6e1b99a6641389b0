import CIPS3DModel

/// A part of a run with settings of its own: a size, rates, discriminators, what is frozen.
///
///     "stages": [
///       {"kimg": 28, "training": {"imageSize": 32, "gradientPixelCount": 0}},
///       {"kimg": 32, "training": {"blur": 1, "blurSteps": 4800}}
///     ]
///
/// A stage says what differs from the run's own settings, nested as in `config.json`; what it leaves out
/// is the run's, not the stage's before it. All but the generator's sizes can differ. Steps of its
/// schedules (blur, fade-in, density noise) are counted from its own beginning.
public struct TrainingStage: Sendable, Equatable {
    /// Thousands of images that it lasts, rounded up to whole steps.
    public var kimg: Double
    /// Settings over the run's.
    private(set) var settings: JSONValue

    /// A stage that differs from a run's settings.
    ///
    /// What `change` leaves alone follows the run, also where that is changed later.
    ///
    /// - Parameters:
    ///   - kimg: Thousands of images that it lasts.
    ///   - run: The run's settings.
    ///   - change: What differs in the stage; not the generator, and no stages.
    public init(
        kimg: Double, over run: Configuration, _ change: (inout Configuration) -> Void = { _ in }
    ) {
        var run = run
        run.training.stages = []
        var staged = run
        change(&staged)
        self.kimg = kimg
        settings = run.tree.difference(to: staged.tree)?.withWholeNumbers ?? .object([:])
    }

    /// The stage in a tree; nil where it is not an object with a number `kimg`.
    init?(_ tree: JSONValue) {
        guard case .object(var members) = tree,
            let kimg = members.removeValue(forKey: "kimg")?.double
        else { return nil }
        self.kimg = kimg
        settings = JSONValue.object(members).withWholeNumbers
    }

    /// Its settings and `kimg`.
    var tree: JSONValue { settings.merged(with: .object(["kimg": .number(kimg)])) }

    /// Puts further settings over the stage's.
    mutating func set(_ further: JSONValue) {
        settings = settings.merged(with: further).withWholeNumbers
    }
}

extension JSONValue {
    /// The same, with one form for each number: 1.0 and 1 are not told apart in a file.
    fileprivate var withWholeNumbers: JSONValue {
        switch self {
        case .number(let number): Int(exactly: number).map { .integer($0) } ?? self
        case .list(let values): .list(values.map(\.withWholeNumbers))
        case .object(let members): .object(members.mapValues(\.withWholeNumbers))
        default: self
        }
    }
}
