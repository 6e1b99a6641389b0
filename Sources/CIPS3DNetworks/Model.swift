import CIPS3DModel
import Foundation
import HeadPictures
import SafeTensors
import Torch
import TorchNN

/// A trained generator with its configuration and the mean of its styles: what a model folder holds.
///
///     let model = try Model(contentsOf: ModelFolder(url: url))
///     let engine = TorchEngine(model, threads: 2)
public struct Model {
    /// Sizes, camera and the size of the training images.
    public let configuration: ModelConfiguration
    /// The networks.
    package let generator: Generator
    let storedMean: MeanStyles?

    /// A model that is in memory already.
    ///
    /// - Parameters:
    ///   - generator: The networks, usually the moving average.
    ///   - imageSize: Side of the images that it was trained on, in pixels.
    ///   - judgingNetwork: The frozen network over whose features it was judged in training.
    package init(
        generator: Generator, imageSize: Int, judgingNetwork: JudgingNetwork = .none
    ) {
        self.generator = generator
        configuration = ModelConfiguration(
            generator: generator.configuration, camera: generator.camera, imageSize: imageSize,
            judgingNetwork: judgingNetwork)
        storedMean = nil
    }

    /// Reads a model folder: builds the networks that the configuration describes, then loads.
    ///
    /// - Parameters:
    ///   - folder: The folder.
    ///   - device: Where to put the parameters.
    /// - Throws: `ModelFolderError`, `ConfigurationError`, `SafeTensorsError`, or
    ///   `ParameterMismatch` with every tensor that is missing, unexpected or misshapen.
    public init(contentsOf folder: ModelFolder, device: Device = .cpu) throws {
        configuration = try folder.readConfiguration()
        let file = try SafeTensorsFile(contentsOf: folder.weightsURL)
        try Self.checkRoom(for: configuration.generator, weights: folder.weightsURL)
        generator = Generator(
            configuration.generator, camera: configuration.camera,
            parameters: ParameterStore(device: device))
        try generator.parameters.load(from: file)
        storedMean = try MeanStyles.read(
            folder.meanURL, fingerprint: generator.mappingFingerprint, configuration.generator)
    }

    /// Writes the folder, making it where there is none.
    ///
    /// Each file is replaced in one step, the weights first and the configuration last: a folder
    /// without configuration is not taken for a model, and one that is written over during
    /// training has the same configuration before and after. The mean names the weights it belongs
    /// to; one that was left behind by a process that was killed in between is not used.
    ///
    /// - Parameters:
    ///   - folder: The folder; files of a model that it holds are replaced, others stay.
    ///   - card: What its `README.md` says.
    /// - Throws: `AtomicFileError`, `SafeTensorsError`, `ModelFolderError` or `ConfigurationError`;
    ///   the file at fault is then as it was before.
    package func write(to folder: ModelFolder, card: ModelCard) throws {
        try configuration.validate()
        do {
            try FileManager.default.createDirectory(
                at: folder.url, withIntermediateDirectories: true)
        } catch {
            throw ModelFolderError.unwritable(folder.url.path)
        }
        var weights = SafeTensorsWriter()
        generator.parameters.add(to: &weights)
        try weights.write(to: folder.weightsURL)
        try meanStyles().write(to: folder.meanURL, fingerprint: generator.mappingFingerprint)
        try folder.writeCard(card)
        try folder.writeConfiguration(configuration)
    }

    /// Refuses sizes that would fill the memory before the weights could be found not to fit.
    private static func checkRoom(for sizes: GeneratorConfiguration, weights: URL) throws {
        let (nerf, inr) = (sizes.nerf, sizes.inr)
        // The largest matrices only: a bound from below.
        let count =
            nerf.layers * nerf.width * (nerf.width + 2 * nerf.styleWidth)
            + nerf.mappingLayers * nerf.styleWidth * nerf.styleWidth
            + inr.mappingLayers * inr.styleWidth * inr.styleWidth
            + 2 * inr.blocks * inr.width * (inr.width + inr.styleWidth)
        let described = 4 * count
        let bytes = (try? weights.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
        // Half-precision weights take half of it; a gigabyte does no harm, and the list of
        // misshapen tensors says more.
        guard described > max(4 * bytes, 1 << 30) else { return }
        throw ModelFolderError.weightsTooSmall(
            weights.path, describedBytes: described, fileBytes: bytes)
    }
}
