import CIPS3DModel
import GANMetrics
import RunSettings
import Torch

extension TrainingLoop.Means {
    /// What the stages of a run need; weights of a network are fetched where any stage is judged by it.
    ///
    /// - Parameters:
    ///   - plan: The stages.
    ///   - description: Its seed.
    ///   - device: Where to compute.
    ///   - networks: What may judge the run.
    ///   - peers: The other processes.
    ///   - report: Told that something takes a while.
    /// - Returns: Seed, device, network, engine.
    /// - Throws: ``JudgingNetworkError``; ``TrainingPeersError`` where a batch is too small to be shared; `InstructionSetError` where the environment asks for
    ///   instructions that are not there.
    static func made(
        for plan: StagePlan, _ description: RunDescription, _ device: Device,
        _ networks: RunNetworks, _ peers: TrainingPeers?,
        _ report: @Sendable (TrainingEvent) -> Void
    ) throws -> Self {
        try peers?.check(plan)
        var pyramid: (any FeaturePyramid)?
        if plan.looksThroughNetwork {
            do {
                pyramid = try networks.makeJudging(device) { report(.paused($0)) }
            } catch {
                throw JudgingNetworkError(cause: error)
            }
        }
        return Self(
            seed: description.seed, device: device, pyramid: pyramid,
            engine: try .fastest(on: device, threads: TorchRuntime.threadCount),
            imagesAtOnce: description.imagesAtOnce,
            peers: peers)
    }
}

extension TrainingPeers {
    /// Refuses batches that have fewer groups than there are processes.
    fileprivate func check(_ plan: StagePlan) throws(TrainingPeersError) {
        for stage in plan.stages {
            let batch = stage.configuration.training.batchSize
            let groups = batch / stage.group
            guard groups >= count else {
                throw .tooMany(processes: count, groups: groups, batch: batch)
            }
        }
    }
}

extension StagePlan {
    /// Whether discriminators of any stage look through a feature network.
    var looksThroughNetwork: Bool {
        stages.contains { $0.configuration.discriminator.kind == .projected }
    }
}
