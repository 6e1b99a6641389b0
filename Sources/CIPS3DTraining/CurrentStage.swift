import CIPS3DModel
import CIPS3DNetworks
import RunSettings
import Torch

/// What holds now: a stage, and what is made for it.
///
/// Loop, feed, measurements, grids and statistics ask this for sizes and settings; a run that moves on
/// has another one.
struct CurrentStage {
    /// Networks and draws.
    let loop: TrainingLoop
    /// In the stage's size.
    let photographs: PhotoSet
    /// Batches of the stage's size.
    let feed: PhotoFeed
    /// Nil where nothing is measured.
    let measurer: RunMeasurer?

    /// What is trained and how, and for how long.
    var stage: StagePlan.Stage { loop.stage }
    var configuration: Configuration { stage.configuration }
    var training: TrainingConfiguration { stage.configuration.training }

    /// Brings together what a stage needs.
    ///
    /// - Parameters:
    ///   - loop: Networks and draws.
    ///   - photographs: In the stage's size.
    ///   - run: What all stages share.
    init(_ loop: TrainingLoop, _ photographs: PhotoSet, _ run: RunSetting) {
        (self.loop, self.photographs) = (loop, photographs)
        measurer = RunMeasurer(loop.configuration.training, photographs.collection, run)
        feed = PhotoFeed(photographs, for: loop, seed: run.description.seed)
        measurer?.begin(at: loop.progress.images)
    }

    /// The averaged generator as it is now.
    var model: Model {
        Model(
            generator: loop.adversaries.generatorEMA, imageSize: training.imageSize,
            judgingNetwork: configuration.discriminator.judgingNetwork)
    }
}

/// What no stage of a run changes.
struct RunSetting {
    /// The stages.
    let plan: StagePlan
    /// Data, seed, device and goal.
    let description: RunDescription
    /// Where everything is kept.
    let folder: RunFolder
    /// What measures the run.
    let networks: RunNetworks
    /// What the loops of all stages share.
    let means: TrainingLoop.Means
    /// Told what the user should know, on any thread.
    let report: @Sendable (TrainingEvent) -> Void
}
