import CIPS3DModel
import CIPS3DRenderer
import Foundation
import GANMetrics
import HeadPictures
import ModelEvaluation
import Testing

@Suite("The model that ships")
struct ShippedModelTests {
    private let folder = ModelFolder(
        url: URL(filePath: #filePath).appending(path: "../../../Models/faces-64").standardized)

    @Test("it is small, says what judged it, and its card says what it was learned from")
    func folderContents() throws {
        let weights = try Data(contentsOf: folder.weightsURL)
        #expect(weights.count < 8_000_000)
        let configuration = try folder.readConfiguration()
        #expect(configuration.imageSize == 64)
        #expect(configuration.judgingNetwork == .efficientNetLite0)
        let card = try String(contentsOf: folder.cardURL, encoding: .utf8)
        for fact in ["Labeled Faces in the Wild", "no licence", "No photograph", "Limits"] {
            #expect(card.contains(fact), "\(fact)")
        }
    }

    @Test("its heads are solid and differ, views share what they see, and nothing is warned of")
    func heads() throws {
        let measures = try GeneratedHead.measure(
            FusedEngine(contentsOf: folder), threads: 2, heads: 4, seed: 0)
        #expect(measures.warnings.isEmpty)
        #expect(measures.farWeight < 0.1)
        #expect(measures.viewOverlap > 0.65)
        #expect((0.1...0.3).contains(measures.relief))
        #expect((measures.prominence ?? 0) > 0)
        #expect(measures.diversity > 0.1)
    }
}
