import CIPS3DModel
import CIPS3DNetworks
import Foundation

extension TrainingRun {
    /// The averaged generator as it is now.
    var model: Model {
        Model(
            generator: loop.adversaries.generatorEMA,
            imageSize: configuration.training.imageSize)
    }

    /// Writes the averaged generator as a model that the other commands take.
    func writeModel() throws {
        let card = ModelCard(
            title: "Heads from \(dataName)", configuration: model.configuration,
            imagesSeen: loop.progress.images, dataName: dataName,
            facts: description.versions.sorted { $0.key < $1.key }.map {
                ModelCard.Fact($0.key, $0.value)
            })
        try model.write(to: ModelFolder(url: folder.modelURL), card: card)
    }

    private var dataName: String { URL(fileURLWithPath: description.data).lastPathComponent }
}
