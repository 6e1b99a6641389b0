import CIPS3DModel
import CIPS3DNetworks
import FileTesting
import Foundation
import HeadPictures
import RunSettings
import SafeTensors
import Testing
import Torch
import TorchNN

@Suite("Model on disk")
struct ModelTests {
    private let parent: TemporaryFolder
    private var folder: ModelFolder { ModelFolder(url: parent.file("model")) }

    init() throws { parent = try TemporaryFolder() }

    private func tiny(seed: UInt64) -> Model {
        var sizes = Configuration.faces32.generator
        sizes.nerf.width = 8
        sizes.inr.width = 8
        sizes.inr.blocks = 2
        let generator = Generator(
            sizes, camera: Configuration.faces32.camera, parameters: ParameterStore(seed: seed))
        return Model(generator: generator, imageSize: 32)
    }

    private func write(_ model: Model) throws {
        let card = ModelCard(
            title: "Tiny", configuration: model.configuration, imagesSeen: 0, dataName: "none")
        try model.write(to: folder, card: card)
    }

    private func numbers(_ styles: MeanStyles) -> [Float] { styles.shape + styles.appearance }

    @Test("weights, configuration and mean are read back as they were written")
    func roundTrip() throws {
        let model = tiny(seed: 1)
        try write(model)
        let read = try Model(contentsOf: folder)
        #expect(read.configuration == model.configuration)
        for (mine, theirs) in zip(
            model.generator.parameters.tensors, read.generator.parameters.tensors)
        {
            #expect(mine.array(of: Float.self) == theirs.array(of: Float.self))
        }
        #expect(numbers(read.meanStyles()) == numbers(model.meanStyles()))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        #expect(names == ["README.md", "config.json", "mean.safetensors", "model.safetensors"])
        // Published keys and no others.
        let stored = try SafeTensorsFile(contentsOf: folder.weightsURL).names
        #expect(stored == model.generator.parameters.paths.sorted())
    }

    @Test("the mean is over the styles of the 10,000 codes")
    func mean() {
        let model = tiny(seed: 2)
        let sizes = model.configuration.generator
        var codes = MeanCodes(configuration: sizes)
        guard let batch = codes.nextBatch(of: MeanCodes.count) else { return }
        let styles = withoutGradient {
            model.generator.styles(
                shapeCodes: Tensor(
                    batch.shapes, shape: [batch.count, sizes.shapeLatentWidth]),
                appearanceCodes: Tensor(
                    batch.appearances, shape: [batch.count, sizes.appearanceLatentWidth]))
        }
        let expected: [Float] =
            styles.shape.mean(0).array() + styles.appearance.mean(0).array()
        // Sums of 10,000 single-precision numbers of size 1 against sums in double precision.
        for (mine, theirs) in zip(numbers(model.meanStyles()), expected) {
            #expect(Swift.abs(mine - theirs) < 1e-4)
        }
    }

    @Test("a mean that belongs to other weights is computed again")
    func staleMean() throws {
        try write(tiny(seed: 1))
        let stale = try Data(contentsOf: folder.meanURL)
        let model = tiny(seed: 2)
        try write(model)
        try stale.write(to: folder.meanURL)
        #expect(numbers(try Model(contentsOf: folder).meanStyles()) == numbers(model.meanStyles()))
        try FileManager.default.removeItem(at: folder.meanURL)
        #expect(numbers(try Model(contentsOf: folder).meanStyles()) == numbers(model.meanStyles()))
    }

    @Test("sizes that would fill the memory are refused before anything is built")
    func absurdSizes() throws {
        let model = tiny(seed: 1)
        try write(model)
        var configuration = model.configuration
        configuration.generator.inr.width = 65_536
        try folder.writeConfiguration(configuration)
        #expect(throws: ModelFolderError.self) { try Model(contentsOf: folder) }
    }
}
