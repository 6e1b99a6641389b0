import CIPS3DModel
import PyTorchFiles
import Torch
import TorchNN

/// The generator in a PyTorch checkpoint, as the published code saves it.
///
///     let checkpoint = try PublishedCheckpoint(PyTorchFile(contentsOf: url))
///     let model = Model(generator: try checkpoint.generator(), imageSize: 256)
///
/// It may be the whole file or lie in dictionaries of any names, and a prefix such as `module.` or
/// `G_ema.` may precede its keys. Where there are several, a moving average is preferred.
public struct PublishedCheckpoint {
    /// The checkpoint.
    public let file: PyTorchFile
    /// What leads to the generator, as in `G_ema`; empty where the file is the generator.
    public let place: String
    /// Its sizes, found from the shapes of its tensors.
    public let configuration: GeneratorConfiguration
    /// What else is in the file, keys and dictionaries as a whole, fit for a terminal.
    public let ignored: [String]

    private let found: GeneratorPlace

    /// Finds the generator and compares all names and shapes.
    ///
    /// - Parameter file: The checkpoint.
    /// - Throws: `PublishedCheckpointError` where there is no generator, or with everything that
    ///   does not fit.
    public init(_ file: PyTorchFile) throws {
        func failure(_ problem: PublishedCheckpointError.Problem) -> PublishedCheckpointError {
            PublishedCheckpointError(file: file.url, problem: problem)
        }
        guard let found = GeneratorPlace.best(in: file.dictionaries) else {
            throw failure(.noGenerator(keys: GeneratorPlace.outermostKeys(of: file)))
        }
        do {
            configuration = try GeneratorConfiguration(publishedShapes: found.shapes)
        } catch let error as PublishedShapesError {
            throw failure(.misfit(place: found.label, problems: error.problems))
        }
        let tensors = PublishedNames.tensors(of: configuration)
        // Memory is about to be asked for by these shapes: tensors that share their elements could
        // claim more than there is.
        let bytes = tensors.reduce(0) { sum, tensor in
            guard let entry = found.tensor(tensor.name) else { return sum }
            let (claimed, overflow) = entry.elementCount.multipliedReportingOverflow(
                by: entry.type.byteCount)
            let (total, carry) = sum.addingReportingOverflow(claimed)
            return overflow || carry ? .max : total
        }
        guard bytes <= file.byteCount else {
            throw failure(.tooSmall(claimedBytes: bytes, fileBytes: file.byteCount))
        }
        self.file = file
        self.found = found
        place = found.label
        ignored = found.others(than: tensors.map(\.name), in: file.dictionaries)
    }

    /// Builds the generator and reads its weights; the camera is the published one.
    ///
    /// - Parameter device: Where to put the parameters.
    /// - Returns: The generator.
    /// - Throws: `PyTorchFileError` where elements cannot be read, `PublishedCheckpointError` where
    ///   they are not finite.
    public func generator(device: Device = .cpu) throws -> Generator {
        let generator = Generator(
            configuration, camera: CameraConfiguration(),
            parameters: ParameterStore(device: device))
        for tensor in PublishedNames.tensors(of: configuration) {
            let values = try file.floats(found.key(tensor.name), in: found.dictionary)
            guard values.allSatisfy(\.isFinite) else {
                throw PublishedCheckpointError(file: file.url, problem: .notFinite(tensor.name))
            }
            generator.parameters[tensor.name]?.copy(from: Tensor(values, shape: tensor.shape))
        }
        return generator
    }
}
