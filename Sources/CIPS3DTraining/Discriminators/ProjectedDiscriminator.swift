import CIPS3DModel
import GANMetrics
import RunSettings
import Torch
import TorchNN

/// Discriminators that look at the features of a network which knows photographs already: a head for
/// each scale, one set of heads for the colours and one of half the width for the auxiliary image.
///
/// The hinge loss, and no gradient penalty: spectral norms hold the heads back. Against a generator that
/// makes one good face for all codes there are ``FeatureMoments``, of photographs.
///
/// Source: Sauer et al., Projected GANs (arXiv:2111.01007); the second set of heads is ours.
package struct ProjectedDiscriminator: ImageDiscriminator {
    /// Its parameters: heads, which are learned, and the random mixing, which is not.
    package let parameters: ParameterStore
    /// How much the judgement of colours and that of auxiliary images count.
    package let weights: JudgementWeights
    private let projection: FeatureProjection
    private let engine: TrainingEngine
    private let main: [ScaleHead]
    private let auxiliary: [ScaleHead]
    private let moments: FeatureMoments?
    private let momentWeight: Double

    /// Makes the heads with initial weights.
    ///
    /// - Parameters:
    ///   - configuration: Sizes.
    ///   - network: Gives the features; on the device of the parameters.
    ///   - tellsViews: Whether the heads of the colours also tell from which side an image is seen.
    ///   - parameters: An empty store.
    package init(
        _ configuration: DiscriminatorConfiguration, network: any FeaturePyramid,
        tellsViews: Bool = false, parameters: ParameterStore
    ) {
        self.init(
            configuration, network: network, tellsViews: tellsViews, engine: .torch,
            parameters: parameters)
    }

    /// Makes the heads, and says what computes features and heads.
    package init(
        _ configuration: DiscriminatorConfiguration, network: any FeaturePyramid,
        tellsViews: Bool = false, engine: TrainingEngine, parameters: ParameterStore
    ) {
        let sizes = configuration.projected
        let projection = FeatureProjection(
            network, sizes, engine: engine, in: parameters.root["mixing"])
        let heads = { (name: String, width: Int, tellsViews: Bool) in
            projection.channels.enumerated().map { scale, channels in
                ScaleHead(
                    inputs: channels, size: sizes.side / (4 << scale), width: width,
                    deviationGroup: configuration.deviationGroup, tellsViews: tellsViews,
                    in: parameters.root[name][scale])
            }
        }
        main = heads("main", sizes.width, tellsViews)
        auxiliary = configuration.usesAuxiliary ? heads("auxiliary", sizes.width / 2, false) : []
        momentWeight = sizes.momentWeight
        moments =
            sizes.momentWeight > 0
            ? FeatureMoments(channels: projection.channels, in: parameters.root["moments"]) : nil
        weights = JudgementWeights(color: 1, auxiliary: sizes.auxiliaryWeight)
        (self.projection, self.engine) = (projection, engine)
        self.parameters = parameters
    }

    /// The hinge loss.
    package var objective: AdversarialObjective { .hinge }

    /// Spectral norms are enough.
    package var wantsGradientPenalty: Bool { false }

    /// Follows the singular vectors of all weights by one iteration.
    package func beginStep() {
        for head in main + auxiliary { head.beginStep() }
    }

    /// Projects the features of the frozen network.
    ///
    /// - Parameter images: What to judge.
    /// - Returns: Features of each scale.
    package func look(at images: JudgedImages) -> SeenImages {
        SeenImages(
            color: projection(images.color),
            auxiliary: auxiliary.isEmpty ? nil : images.auxiliary.map(projection.callAsFunction))
    }

    /// Judges features.
    ///
    /// - Parameters:
    ///   - seen: Features of each scale.
    ///   - fade: Has no meaning here: every size is taken as it is.
    /// - Returns: Logits of all scales and places.
    package func judge(_ seen: SeenImages, fade: Double) -> Judgement {
        let judged = ScaleHead.judge(main, seen.color, engine)
        let views = judged.compactMap(\.views)
        return Judgement(
            color: Tensor.concatenated(judged.map(\.logits), axis: 1),
            auxiliary: auxiliary.isEmpty
                ? nil
                : Tensor.concatenated(
                    ScaleHead.judge(auxiliary, seen.auxiliary ?? seen.color, engine)
                        .map(\.logits), axis: 1),
            views: views.isEmpty ? nil : Tensor.stacked(views, axis: 0).mean(0),
            features: kept(seen.color))
    }

    /// Where moments are asked for.
    package var paysForBatches: Bool { moments != nil }

    /// Features averaged over the maps, where moments are asked for.
    package func features(of images: JudgedImages) -> [Tensor] {
        moments == nil ? [] : kept(projection(images.color))
    }

    /// Takes the photographs' features into the moments.
    package func observe(_ features: [Tensor]) { moments?.observe(features) }

    /// The distance of the batch's moments from those of the photographs.
    package func batchPenalty(_ features: [Tensor]) -> Tensor? {
        moments.map { momentWeight * $0.gap(features) }
    }

    private func kept(_ maps: [Tensor]) -> [Tensor] {
        moments == nil ? [] : FeatureMoments.pooled(maps)
    }
}
