import CIPS3DModel
import Foundation

extension Configuration {
    /// Everything that decides a run: a preset, then a file, then flags, each over the one before.
    ///
    /// - Parameters:
    ///   - preset: Where to begin.
    ///   - start: A model that the run begins with: its generator comes over the preset's.
    ///   - file: JSON that holds some or all of the keys, in the same nesting as `config.json`.
    ///   - overrides: Texts like `training.batchSize=8`, applied in order.
    ///   - stage: The stage to begin with, from 1; nil is the first, and where there is a model, the
    ///     first that is larger than what it learned from. Earlier ones are left out.
    /// - Returns: A configuration that passes `validate()`.
    /// - Throws: `ConfigurationError` that lists all problems of file, flags and result.
    public static func resolved(
        preset: Preset, start: ModelConfiguration? = nil, file: URL? = nil,
        overrides: [String] = [], stage: Int? = nil
    ) throws -> Configuration {
        var configuration = preset.configuration
        if let start { configuration.begin(with: start) }
        var reader = ConfigurationReader(knownKeys: keys, requiresEveryKey: false)
        if let file {
            do {
                let tree = try ConfigurationFile(file).tree()
                reader.read(tree, into: &configuration, from: "in \(file.path)")
            } catch let error as ConfigurationError {
                error.problems.forEach { reader.add($0) }
            }
        }
        var flags: [ConfigurationOverride] = []
        for text in overrides {
            do {
                let override = try ConfigurationOverride(parsing: text)
                reader.read(override.tree, into: &configuration, from: "on the command line")
                flags.append(override)
            } catch let error as ConfigurationError {
                error.problems.forEach { reader.add($0) }
            }
        }
        configuration.check(at: "", into: &reader)
        configuration.checkHeeded(flags, into: &reader)
        try reader.finish()
        configuration.begin(atStage: stage, with: start, into: &reader)
        try reader.finish()
        return configuration
    }

    /// Keys that a run may change while it goes on: its numbers stay what they would have been.
    public static let adjustableKeys = [
        "training.cacheMegabytes", "training.decodingMegabytes", "training.gridInterval",
        "training.measureImages", "training.measureInterval", "training.snapshotMinutes",
    ]

    /// The settings of a run that goes on, with some that do not change what it computes.
    ///
    /// - Parameter overrides: Texts like `training.measureInterval=0`, of ``adjustableKeys``.
    /// - Returns: A configuration that passes `validate()`.
    /// - Throws: `ConfigurationError` that lists all problems.
    public func adjusted(by overrides: [String]) throws -> Configuration {
        var configuration = self
        var reader = ConfigurationReader(knownKeys: Self.keys, requiresEveryKey: false)
        let flags = try overrides.map(ConfigurationOverride.init(parsing:))
        for flag in flags {
            guard Self.adjustableKeys.contains(flag.key) else {
                reader.add(
                    "`\(flag.key)` cannot change while a run goes on; these can: "
                        + "\(Self.adjustableKeys.joined(separator: ", ")).")
                continue
            }
            reader.read(flag.tree, into: &configuration, from: "on the command line")
        }
        configuration.check(at: "", into: &reader)
        configuration.checkHeeded(flags, into: &reader)
        try reader.finish()
        return configuration
    }

    /// Takes over the generator of a model that has learned already.
    ///
    /// A larger image size begins blurred and carefully; the same size begins sharp.
    private mutating func begin(with start: ModelConfiguration) {
        generator = start.generator
        guard training.stages.isEmpty else { return sharpenStages(upTo: start.imageSize) }
        let growth = Double(training.imageSize) / Double(start.imageSize)
        guard growth > 1 else { return (training.blur, training.blurSteps) = (0, 0) }
        training.grow(by: growth)
    }

    /// Reads a complete configuration, as a run folder holds it, and validates it.
    ///
    /// - Parameter file: JSON with every key.
    /// - Throws: `ConfigurationError` that lists all problems.
    public init(contentsOf file: URL) throws {
        self = try ConfigurationFile(file).section()
    }

    /// Checks every value on its own and against the others.
    ///
    /// - Throws: `ConfigurationError` that lists all problems: key, value, what is allowed.
    public func validate() throws {
        var reader = ConfigurationReader(knownKeys: [], requiresEveryKey: false)
        check(at: "", into: &reader)
        try reader.finish()
    }

    /// JSON with every key, sorted and indented, ending in a newline.
    ///
    /// - Returns: UTF-8 text that `init(contentsOf:)` reads back to an equal value.
    public func encodedJSON() -> Data { Data((tree.text() + "\n").utf8) }
}

extension ModelConfiguration {
    /// What a model folder says about the generator that a run trains.
    ///
    /// - Parameter configuration: The run.
    public init(_ configuration: Configuration) {
        self.init(
            generator: configuration.generator, camera: configuration.camera,
            imageSize: configuration.training.imageSize,
            judgingNetwork: configuration.discriminator.judgingNetwork)
    }
}
