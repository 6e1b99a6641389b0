import CIPS3DModel
import GANMetrics
import Torch

extension TrainingLoop.Means {
    /// What the stages of a run need; weights of a network are fetched where any stage is judged by it.
    ///
    /// - Parameters:
    ///   - plan: The stages.
    ///   - description: Its seed.
    ///   - device: Where to compute.
    ///   - networks: What may judge the run.
    ///   - report: Told that something takes a while.
    /// - Returns: Seed, device, network, engine.
    /// - Throws: ``JudgingNetworkError``; `RendererError` where the environment asks for
    ///   instructions that are not there.
    static func made(
        for plan: StagePlan, _ description: RunDescription, _ device: Device,
        _ networks: RunNetworks, _ report: @Sendable (TrainingEvent) -> Void
    ) throws -> Self {
        var pyramid: (any FeaturePyramid)?
        if plan.stages.contains(where: { $0.configuration.discriminator.kind == .projected }) {
            do {
                pyramid = try networks.makeJudging(device) { report(.paused($0)) }
            } catch {
                throw JudgingNetworkError(cause: error)
            }
        }
        return Self(
            seed: description.seed, device: device, pyramid: pyramid,
            gradientFree: try .fastest(on: device), imagesAtOnce: description.imagesAtOnce)
    }
}

extension PhotoSet {
    /// A run's photographs in the size of a stage.
    convenience init(
        of stage: StagePlan.Stage, _ description: RunDescription,
        _ report: @escaping @Sendable (TrainingEvent) -> Void
    ) throws {
        let training = stage.configuration.training
        try self.init(
            path: description.data, size: training.imageSize,
            cacheMegabytes: training.cacheMegabytes, notify: { report(.photographs($0)) })
    }
}
