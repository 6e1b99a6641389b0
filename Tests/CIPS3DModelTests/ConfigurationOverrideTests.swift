import CIPS3DModel
import RunSettings
import Testing

@Suite("Settings on the command line")
struct ConfigurationOverrideTests {
    @Test("key and value are parted at the first equals sign")
    func key() throws {
        #expect(try ConfigurationOverride(parsing: "camera.near=0.5").key == "camera.near")
        #expect(try ConfigurationOverride(parsing: " a.b = x=y").key == "a.b")
    }

    @Test("a bare word is a text, and so is a quoted one")
    func words() throws {
        #expect(
            try ConfigurationOverride(parsing: "camera.background=white")
                == ConfigurationOverride(parsing: "camera.background=\"white\""))
    }

    @Test(
        "what is not key.path=value is refused in one sentence",
        arguments: [
            "", "=", "training.batchSize", "training.batchSize=", "=8", "training..batchSize=8",
            ".training=8", "training.=8", "discriminator.mainChannels=[96,96", "a={\"b\":",
            String(repeating: "a.", count: 60_000) + "a=1", "a=\"b",
        ])
    func refused(_ text: String) {
        let found = problems { _ = try ConfigurationOverride(parsing: text) }
        #expect(found.count == 1)
        #expect(found.first?.hasSuffix(".") == true)
    }

    @Test("words that are no numbers are refused where a number is expected")
    func notNumbers() {
        for word in ["nan", "inf", "1e999", "0x10", "1,5", "--"] {
            let found = problems {
                _ = try Configuration.resolved(
                    preset: .faces32, overrides: ["training.r1Weight=\(word)"])
            }
            #expect(
                found == [
                    "`training.r1Weight` on the command line is \"\(word)\"; "
                        + "it has to be a number."
                ])
        }
    }
}
