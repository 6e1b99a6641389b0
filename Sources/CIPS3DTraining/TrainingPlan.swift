import CIPS3DModel
import CIPS3DNetworks
import GANMetrics
import ImageFiles
import Torch
import TorchNN

/// What a run would do, without doing it.
public struct TrainingPlan: CustomStringConvertible {
    private let configuration: Configuration
    private let photographs: Int
    private let generatorParameters: Int
    private let discriminatorParameters: Int

    /// Opens the data and makes the networks once, to count.
    ///
    /// - Parameters:
    ///   - configuration: What would be trained.
    ///   - path: A folder or zip of photographs.
    /// - Throws: `ImageError` where there are none.
    public init(_ configuration: Configuration, data path: String) throws {
        self.configuration = configuration
        photographs = try ImageCollection(path: path).count
        let loop = TrainingLoop(
            StagePlan(configuration).stages[0],
            TrainingLoop.Means(seed: 0, device: .cpu, pyramid: UnreadNetwork()))
        let count = { (store: ParameterStore) in store.learned.map(\.count).reduce(0, +) }
        generatorParameters = count(loop.adversaries.generator.parameters)
        discriminatorParameters = count(loop.adversaries.discriminator.parameters)
    }

    /// Sizes and data in a few lines.
    public var description: String {
        let size = configuration.training.imageSize
        return """
            generator      \(generatorParameters) parameters
            discriminators \(discriminatorParameters) parameters
            photographs    \(photographs), at \(size)x\(size), \
            \(configuration.training.batchSize) in a step
            """
    }
}

/// Stands for the network that projected discriminators look through, where only sizes are asked for:
/// a plan fetches nothing.
private struct UnreadNetwork: FeaturePyramid {
    let name = EfficientNetLite0.weights.fileName
    let digest = ""
    let featureCount = 0
    let largestSide: Int? = nil
    let pyramidChannels = EfficientNetLite0.pyramidChannels

    func features(of images: Tensor) -> Tensor { preconditionFailure("a plan computes nothing") }

    func pyramid(of images: Tensor, scales: Int) -> [Tensor] {
        preconditionFailure("a plan computes nothing")
    }
}
