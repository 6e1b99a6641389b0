import CIPS3DModel
import CIPS3DRenderer
import FileTesting
import Foundation
import HeadPictures
import SafeTensors
import Testing

@Suite("Opening a model's folder")
struct ModelFileTests {
    private let model = RandomModel()
    private let temporary: TemporaryFolder
    private let folder: ModelFolder

    init() throws {
        temporary = try TemporaryFolder()
        folder = ModelFolder(url: temporary.url)
        try model.write(to: folder)
    }

    /// Whether an error's text is for people: a line that names something in the folder.
    private func isSentence(_ text: String) -> Bool {
        text.contains(folder.url.lastPathComponent) && text.contains(" ")
            && !text.contains("\n") && !text.contains("Swift.")
    }

    /// Opens the folder and expects an error that is a sentence.
    private func refusal(_ comment: Comment? = nil) -> String {
        do {
            _ = try FusedEngine(contentsOf: folder)
            Issue.record(comment ?? "the model was opened")
            return ""
        } catch {
            let sentence = "\(error)"
            #expect(isSentence(sentence), comment)
            return sentence
        }
    }

    @Test("a model from its folder renders as one in memory")
    func sameAsInMemory() async throws {
        var pictures: [HeadPicture] = []
        for renderer in [try FusedEngine(contentsOf: folder), try model.renderer()] {
            #expect(renderer.configuration == model.configuration)
            pictures.append(
                try await renderer.head(seed: 4).picture(from: renderer.camera(), size: 8))
        }
        #expect(pictures[0] == pictures[1])
    }

    @Test("a file that was cut short is refused wherever it was cut")
    func truncated() throws {
        let whole = try Data(contentsOf: folder.weightsURL)
        for share in [0, 0.0001, 0.01, 0.1, 0.5, 0.9, 0.999_99] {
            try whole.prefix(Int(Double(whole.count) * share)).write(to: folder.weightsURL)
            #expect(refusal("\(share) of the file").contains(folder.weightsURL.lastPathComponent))
        }
        try whole.dropLast().write(to: folder.weightsURL)
        #expect(refusal("all but a byte").contains(folder.weightsURL.lastPathComponent))
    }

    @Test("a header that claims more than the file is refused", arguments: [0xFF, 0x7F, 0x01])
    func hostileHeader(byte: UInt8) throws {
        var data = try Data(contentsOf: folder.weightsURL)
        data[7] = byte
        try data.write(to: folder.weightsURL)
        #expect(refusal().contains(folder.weightsURL.lastPathComponent))
    }

    @Test("changed bytes are refused or make another model, and never more than that")
    func mutations() throws {
        let whole = try Data(contentsOf: folder.weightsURL)
        let header = 8 + whole.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        var random = LatentGenerator(seed: 12, stream: .shape)
        var refused = 0
        for _ in 0..<300 {
            var data = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                data[Int.random(in: 0..<header, using: &random)] = .random(
                    in: 0...255, using: &random)
            }
            try data.write(to: folder.weightsURL)
            do {
                _ = try FusedEngine(contentsOf: folder)
            } catch {
                refused += 1
                #expect(isSentence("\(error)"))
            }
        }
        // A byte may change to itself, or inside white space.
        #expect(refused > 250)
    }

    @Test("weights of another configuration are refused with what differs")
    func disagreement() throws {
        var other = model.configuration
        other.generator.nerf.width = 24
        other.generator.inr.blocks = 3
        try folder.writeConfiguration(other)
        let sentence = refusal()
        #expect(sentence.contains(folder.weightsURL.lastPathComponent))
        // The first tensor that differs, with both of its shapes.
        #expect(sentence.contains("shape [22, 3], expected [24, 3]"))
    }

    @Test("folders without a file, and files that are something else, are refused")
    func missing() throws {
        try FileManager.default.removeItem(at: folder.weightsURL)
        #expect(refusal("no weights").contains(folder.weightsURL.lastPathComponent))
        try FileManager.default.createDirectory(
            at: folder.weightsURL, withIntermediateDirectories: false)
        #expect(refusal("a folder").contains(folder.weightsURL.lastPathComponent))
        try FileManager.default.removeItem(at: folder.configurationURL)
        #expect(refusal("no configuration").contains(folder.url.lastPathComponent))
    }

    @Test("a damaged file of mean styles is refused; one of other weights is not used")
    func meanStyles() async throws {
        try Data("no tensors".utf8).write(to: folder.meanURL)
        #expect(refusal().contains(folder.meanURL.lastPathComponent))
        let sizes = model.configuration.generator
        let large = { (width: Int) in [Float](repeating: 1e6, count: width) }
        try MeanStyles(
            shape: large(sizes.nerf.styleWidth), appearance: large(sizes.inr.styleWidth)
        ).write(to: folder.meanURL, fingerprint: "0")
        let renderer = try FusedEngine(contentsOf: folder)
        let camera = Camera(renderer.configuration.camera)
        let picture = { (renderer: FusedEngine) in
            try await renderer.head(seed: 1, truncation: Truncation(psi: 0.5)).picture(
                from: camera, size: 3)
        }
        #expect(try await picture(renderer) == picture(model.renderer()))
    }
}
