import CIPS3DModel
import CIPS3DNetworks
import Foundation

extension TrainingRun {
    /// Writes the averaged generator as a model that the other commands take.
    func writeModel() throws {
        let model = now.model
        let card = setting.description.card(of: model, imagesSeen: now.loop.progress.images)
        try model.write(to: ModelFolder(url: folder.modelURL), card: card)
    }
}

extension RunDescription {
    /// What a person should know about a model of this run.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - imagesSeen: Photographs shown to the discriminators before.
    ///   - measured: Facts about how good it is.
    /// - Returns: The card.
    func card(
        of model: Model, imagesSeen: Int, measured: [ModelCard.Fact] = []
    ) -> ModelCard {
        let dataName = URL(fileURLWithPath: data).lastPathComponent
        return ModelCard(
            title: "Heads from \(dataName)", configuration: model.configuration,
            imagesSeen: imagesSeen, dataName: dataName,
            facts: measured
                + versions.sorted { $0.key < $1.key }.map { ModelCard.Fact($0.key, $0.value) })
    }
}
