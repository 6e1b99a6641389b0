import CIPS3DModel
import Torch
import TorchNN

/// The generator in a file of weights, named as the published code does.
///
///     let checkpoint = try PublishedCheckpoint(WeightsFile(contentsOf: url))
///     let model = Model(generator: try checkpoint.generator(), imageSize: 256)
///
/// It may be the whole file or lie in dictionaries of any names, and a prefix such as `module.` or
/// `G_ema.` may precede its keys. Where there are several, a moving average is preferred.
package struct PublishedCheckpoint {
    /// The file of weights.
    package let file: WeightsFile
    /// What leads to the generator, as in `G_ema`; empty where the file is the generator.
    package let place: String
    /// Its sizes, found from the shapes of its tensors or given.
    package let configuration: GeneratorConfiguration
    /// How it is seen.
    package let camera: CameraConfiguration
    /// What else is in the file, keys and dictionaries as a whole, fit for a terminal.
    package let ignored: [String]

    private let found: GeneratorPlace

    /// Finds the generator and compares all names and shapes.
    ///
    /// - Parameters:
    ///   - file: The file of weights.
    ///   - description: The sizes and the camera, where they are known; else sizes follow from shapes,
    ///     and the camera is the published one, or that of the presets where there is a sphere behind
    ///     the head.
    /// - Throws: `PublishedCheckpointError` where there is no generator, or with everything that
    ///   does not fit.
    package init(_ file: WeightsFile, describedBy description: ModelConfiguration? = nil) throws {
        func failure(_ problem: PublishedCheckpointError.Problem) -> PublishedCheckpointError {
            PublishedCheckpointError(file: file.url, problem: problem)
        }
        guard let found = GeneratorPlace.best(in: file.dictionaries) else {
            throw failure(.noGenerator(keys: GeneratorPlace.outermostKeys(of: file)))
        }
        do {
            configuration =
                try description.map { try $0.generator.checked(against: found.shapes) }
                ?? GeneratorConfiguration(publishedShapes: found.shapes)
        } catch let error as PublishedShapesError {
            let ending = " is missing"
            let problems = error.problems.map { problem in
                let name = String(problem.dropLast(ending.count))
                let object = problem.hasSuffix(ending) ? found.objectInstead(of: name) : nil
                return object.map { "\($0) is no tensor" } ?? problem
            }
            throw failure(.misfit(place: found.label, problems: problems))
        }
        let tensors = PublishedNames.tensors(of: configuration)
        // Memory is about to be asked for by these shapes: tensors that share their elements could
        // claim more than there is.
        let bytes = tensors.reduce(0) { sum, tensor in
            guard let claimed = found.tensor(tensor.name)?.byteCount else { return sum }
            let (total, overflow) = sum.addingReportingOverflow(claimed)
            return overflow ? .max : total
        }
        guard bytes <= file.byteCount else {
            throw failure(.tooSmall(claimedBytes: bytes, fileBytes: file.byteCount))
        }
        self.file = file
        self.found = found
        camera = description?.camera ?? CameraConfiguration(usualFor: configuration)
        place = found.label
        ignored = found.others(than: tensors.map(\.name), in: file.dictionaries)
    }

    /// Builds the generator and reads its weights.
    ///
    /// - Parameter device: Where to put the parameters.
    /// - Returns: The generator.
    /// - Throws: `PyTorchFileError` or `SafeTensorsError` where elements cannot be read,
    ///   `PublishedCheckpointError` where they are not finite.
    package func generator(device: Device = .cpu) throws -> Generator {
        let generator = Generator(
            configuration, camera: camera, parameters: ParameterStore(device: device))
        for tensor in PublishedNames.tensors(of: configuration) {
            let values = try found.dictionary.floats(found.key(tensor.name))
            guard values.allSatisfy(\.isFinite) else {
                throw PublishedCheckpointError(file: file.url, problem: .notFinite(tensor.name))
            }
            generator.parameters[tensor.name]?.copy(from: Tensor(values, shape: tensor.shape))
        }
        return generator
    }
}
