import CIPS3DModel
import CIPS3DNetworks
import Foundation
import SafeTensors
import TorchNN

/// What a new run begins with in place of random numbers: a model, or another run.
///
/// The generator knows no resolution, so a model that learned at 32x32 goes on at 64x64. Of a run, its
/// newest snapshot that can be read also gives the moving average, the discriminators and the moments
/// of Adam where their shapes are those of the new run; what does not fit begins anew.
public struct TrainingStart: Sendable {
    private enum Source: Sendable {
        case model(ModelFolder)
        case run(RunFolder)
    }

    private let source: Source
    /// The sizes of its generator, and its camera.
    public let configuration: ModelConfiguration

    /// Looks at a folder; nothing but its configuration is read yet.
    ///
    /// - Parameter url: The folder of a model or of a run.
    /// - Throws: `ModelFolderError`, `ConfigurationError` or ``RunFolderError`` where it is neither.
    public init(contentsOf url: URL) throws {
        // A run's own `model` or `best` is a model: it stands for what it is, without the run's moments.
        let run = RunFolder(url: url)
        let signs = [run.descriptionURL, run.statisticsURL]
        if signs.contains(where: { FileManager.default.fileExists(atPath: $0.path) }) {
            source = .run(run)
            // Its model says which stage it is in.
            let settings = ModelConfiguration(try run.read().0)
            configuration =
                (try? ModelFolder(url: run.modelURL).readConfiguration()) ?? settings
        } else {
            let model = ModelFolder(url: url)
            source = .model(model)
            configuration = try model.readConfiguration()
        }
    }

    /// Overwrites networks that were just made.
    ///
    /// - Parameter adversaries: Of a generator with the same sizes.
    /// - Throws: ``TrainingStartError`` where the sizes differ; an error where a file is damaged.
    func apply(to adversaries: Adversaries) throws {
        let mine = adversaries.generator.configuration
        guard mine == configuration.generator else {
            throw TrainingStartError(path: path)
        }
        switch source {
        case .model(let folder):
            let file = try SafeTensorsFile(contentsOf: folder.weightsURL)
            try adversaries.generator.parameters.load(from: file)
            adversaries.generatorEMA.parameters.copyValues(from: adversaries.generator.parameters)
        case .run(let folder):
            try Snapshot.readNewest(of: folder, into: adversaries)
        }
    }

    private var path: String {
        switch source {
        case .model(let folder): folder.url.path
        case .run(let folder): folder.url.path
        }
    }
}

/// A start of other sizes than the run's.
public struct TrainingStartError: Error, Sendable, Equatable, CustomStringConvertible {
    let path: String

    /// What does not fit, and what to do.
    public var description: String {
        "\(path) has a generator of other sizes than this run's; leave out the settings "
            + "generator.*, which it brings along."
    }
}
