import CIPS3DModel
import FileTesting
import Foundation
import Testing

@Suite("Model folder")
struct ModelFolderTests {
    @Test("a configuration is written into a new folder and read back")
    func roundTrip() throws {
        let parent = try TemporaryFolder()
        let folder = ModelFolder(url: parent.url.appendingPathComponent("run/model"))
        var configuration = ModelConfiguration(.faces64)
        try folder.writeConfiguration(configuration)
        #expect(try folder.readConfiguration() == configuration)
        configuration.camera.finePass = true
        try folder.writeConfiguration(configuration)
        #expect(try folder.readConfiguration() == configuration)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(names == ["config.json"])
        #expect(folder.weightsURL.lastPathComponent == "model.safetensors")
    }

    @Test("a missing folder, a file and a folder without configuration are told apart")
    func refused() throws {
        let parent = try TemporaryFolder()
        let missing = parent.url.appendingPathComponent("none")
        #expect(throws: ModelFolderError.missing(missing.path)) {
            try ModelFolder(url: missing).readConfiguration()
        }
        let file = try parent.write(Data("x".utf8), to: "file")
        #expect(throws: ModelFolderError.notAFolder(file.path)) {
            try ModelFolder(url: file).readConfiguration()
        }
        #expect(throws: ModelFolderError.noConfiguration(parent.url.path)) {
            try ModelFolder(url: parent.url).readConfiguration()
        }
        #expect(throws: ModelFolderError.unwritable(file.path + "/config.json")) {
            try ModelFolder(url: file).writeConfiguration(ModelConfiguration(.faces32))
        }
    }

    @Test("a configuration that is not valid is neither written nor read")
    func invalid() throws {
        let parent = try TemporaryFolder()
        let folder = ModelFolder(url: parent.url)
        var configuration = ModelConfiguration(.faces32)
        configuration.camera.near = -1
        #expect(throws: ConfigurationError.self) { try folder.writeConfiguration(configuration) }
        #expect(!FileManager.default.fileExists(atPath: folder.configurationURL.path))
        try configuration.encodedJSON().write(to: folder.configurationURL)
        let found = problems { _ = try folder.readConfiguration() }
        #expect(
            found == [
                "`camera.near` in \(folder.configurationURL.path) is -1.0; "
                    + "it has to be above 0 and at most 1000."
            ])
    }

    @Test("a card names data, images and facts, and a name cannot break its table")
    func card() throws {
        let parent = try TemporaryFolder()
        let folder = ModelFolder(url: parent.url)
        let card = ModelCard(
            title: "Faces\nof\r\n32", configuration: ModelConfiguration(.faces32),
            imagesSeen: 32_000, dataName: "my|faces\n| a | b |",
            facts: [.init("Seed", "7"), .init("libtorch", "2.13.0")])
        try folder.writeCard(card)
        let text = try String(contentsOf: folder.cardURL, encoding: .utf8)
        #expect(text == card.markdown)
        #expect(text.hasPrefix("# Faces of 32\n\n"))
        #expect(text.contains("| Training images | my\\|faces \\| a \\| b \\| |\n"))
        #expect(text.contains("| Images seen | 32000 |\n"))
        #expect(text.contains("| Samples on a ray | 10 |\n"))
        #expect(text.contains("| libtorch | 2.13.0 |\n\n## Files"))
        #expect(text.hasSuffix("people.\n"))
    }
}
