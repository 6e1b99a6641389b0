import CIPS3DModel
import FileTesting
import Foundation
import RunSettings
import Testing

@Suite("Reading a configuration")
struct ConfigurationReadingTests {
    @Test("what is written is read back to an equal value", arguments: Preset.allCases)
    func roundTrip(_ preset: Preset) throws {
        let folder = try TemporaryFolder()
        let data = preset.configuration.encodedJSON()
        let file = try folder.settings(String(decoding: data, as: UTF8.self))
        #expect(try Configuration(contentsOf: file) == preset.configuration)
        #expect(
            try JSONDecoder().decode(Configuration.self, from: data) == preset.configuration)
        let coded = try JSONEncoder().encode(preset.configuration)
        #expect(
            try JSONDecoder().decode(Configuration.self, from: coded) == preset.configuration)
    }

    @Test("every stored property has a key of its own name")
    func completeTables() throws {
        let configuration = Configuration()
        let object = try JSONSerialization.jsonObject(with: configuration.encodedJSON())
        try expectKeys(of: configuration, in: object)
        let model = ModelConfiguration(configuration)
        try expectKeys(of: model, in: JSONSerialization.jsonObject(with: model.encodedJSON()))
    }

    private func expectKeys(of value: Any, in json: Any) throws {
        let members = try #require(json as? [String: Any])
        let children = Mirror(reflecting: value).children
        #expect(Set(members.keys) == Set(children.compactMap(\.label)))
        for child in children {
            guard let name = child.label, let section = members[name] as? [String: Any] else {
                continue
            }
            try expectKeys(of: child.value, in: section)
        }
    }

    @Test("JSON is sorted, indented, keeps lists on a line and ends with a newline")
    func layout() {
        let text = String(decoding: Configuration.faces32.encodedJSON(), as: UTF8.self)
        #expect(text.hasPrefix("{\n  \"camera\": {\n    \"background\": \"none\",\n"))
        #expect(text.contains("    \"mainChannels\": [96, 96, 96, 96],\n"))
        #expect(text.hasSuffix("  }\n}\n"))
    }

    @Test("a file may hold a part of the keys, and flags come after it")
    func precedence() throws {
        let folder = try TemporaryFolder()
        let file = try folder.settings(
            #"{"training": {"batchSize": 8, "r1Weight": 2}, "camera": {"near": 0.5, "far": 2}}"#)
        let configuration = try Configuration.resolved(
            preset: .faces32, file: file,
            overrides: [
                "training.batchSize=4", "generator.background.width=0", "camera.background=white",
                "discriminator.mainChannels=[64,64, 64,64]", "training.mirrorsImages=false",
                "training.batchSize=12",
            ])
        var expected = Configuration.faces32
        expected.training.batchSize = 12
        expected.training.r1Weight = 2
        expected.training.mirrorsImages = false
        expected.camera.near = 0.5
        expected.camera.far = 2
        expected.generator.background.width = 0
        expected.camera.background = .white
        expected.discriminator.mainChannels = [64, 64, 64, 64]
        #expect(configuration == expected)
    }

    @Test("unknown keys, wrong types and wrong values of file and flags are listed together")
    func everythingAtOnce() throws {
        let folder = try TemporaryFolder()
        let file = try folder.settings(
            """
            {"training": {"batchsize": 8, "r1Interval": 8.5, "emaDecay": 2, "imageSize": "32"},
             "camera": {"finePass": 1, "background": "blue"}, "generator": 3, "colour": {},
             "discriminator": {"mainChannels": [96, "96"], "usesAuxiliary": null}}
            """)
        let found = problems {
            _ = try Configuration.resolved(
                preset: .faces32, file: file,
                overrides: ["training.beta1=true", "nerf.width=8", "training.batchSize=0", "x"])
        }
        let inFile = "in \(file.path)"
        #expect(
            found == [
                "`generator` \(inFile) is 3; it has to be an object of settings in braces.",
                "`camera.finePass` \(inFile) is 1; it has to be true or false.",
                "`camera.background` \(inFile) is \"blue\"; "
                    + "it has to be one of \"none\", \"last\", \"white\".",
                "`discriminator.mainChannels` \(inFile) is [96, \"96\"]; "
                    + "it has to be a list of whole numbers.",
                "`discriminator.usesAuxiliary` \(inFile) is null; it has to be true or false.",
                "`training.imageSize` \(inFile) is \"32\"; it has to be a whole number.",
                "`training.r1Interval` \(inFile) is 8.5; it has to be a whole number.",
                "`training.batchsize` \(inFile) is not a setting; "
                    + "did you mean `training.batchSize`?",
                "`colour` \(inFile) is not a setting; remove it.",
                "`training.beta1` on the command line is true; it has to be a number.",
                "`nerf` on the command line is not a setting; did you mean `generator.nerf`?",
                "The setting \"x\" has no value; write it as key.path=value.",
                "`training.batchSize` on the command line is 0; "
                    + "it has to be at least 1 and at most 65536.",
                "`training.emaDecay` \(inFile) is 2.0; it has to be at least 0 and at most 1.",
            ])
    }

    @Test(
        "a mistyped key is answered with the nearest one",
        arguments: [
            ("training.batchSzie=8", "training.batchSize"), ("batchSize=8", "training.batchSize"),
            ("camera.nera=1", "camera.near"), ("trainng={}", "training"),
            ("generator.inr.Width=8", "generator.inr.width"),
        ])
    func suggestion(_ text: String, _ key: String) throws {
        let found = problems {
            _ = try Configuration.resolved(preset: .faces32, overrides: [text])
        }
        #expect(found.count == 1)
        #expect(found.first?.hasSuffix("did you mean `\(key)`?") == true, "\(found)")
    }

    @Test("a complete file with keys left out lists all of them")
    func missing() throws {
        var object = try #require(
            JSONSerialization.jsonObject(
                with: ModelConfiguration(.faces32).encodedJSON()) as? [String: Any])
        object["imageSize"] = nil
        var camera = try #require(object["camera"] as? [String: Any])
        camera["near"] = nil
        object["camera"] = camera
        object["extra"] = 1
        let data = try JSONSerialization.data(withJSONObject: object)
        let folder = try TemporaryFolder()
        let file = try folder.settings(String(decoding: data, as: UTF8.self))
        #expect(
            problems { _ = try ModelConfiguration(contentsOf: file) } == [
                "`camera.near` is missing in \(file.path); add it.",
                "`imageSize` is missing in \(file.path); add it.",
                "`extra` in \(file.path) is not a setting; remove it.",
            ])
        // A plain decoder is as strict.
        #expect(
            problems { _ = try JSONDecoder().decode(ModelConfiguration.self, from: data) }.count
                == 3)
    }

    @Test("a run's configuration from before a setting existed has its default")
    func olderFiles() throws {
        var object = try #require(
            JSONSerialization.jsonObject(with: Configuration.faces32.encodedJSON())
                as? [String: Any])
        var training = try #require(object["training"] as? [String: Any])
        for key in ["measureInterval", "measureImages"] {
            #expect(training.removeValue(forKey: key) != nil)
        }
        object["training"] = training
        let folder = try TemporaryFolder()
        let file = try folder.settings(
            String(decoding: JSONSerialization.data(withJSONObject: object), as: UTF8.self))
        var expected = Configuration.faces32
        expected.training.measureInterval = TrainingConfiguration().measureInterval
        #expect(try Configuration(contentsOf: file) == expected)
    }

    @Test("whole numbers serve for fractions, and fractions not for whole numbers")
    func numbers() throws {
        let configuration = try Configuration.resolved(
            preset: .faces32, overrides: ["camera.fieldOfView=12", "training.epsilon=1e-3"])
        #expect(configuration.camera.fieldOfView == 12)
        #expect(configuration.training.epsilon == 0.001)
        for text in ["training.batchSize=8.5", "training.batchSize=1e30", "camera.near=true"] {
            #expect(
                problems {
                    _ = try Configuration.resolved(preset: .faces32, overrides: [text])
                }.count == 1)
        }
    }

    @Test(
        "a file that is no configuration is refused in one sentence",
        arguments: [
            "", "{", "[1]", "7", "null", "{\"camera\": {\"near\": 1e999}}",
            "{\"camera\": {near: 1}}",
            "\u{0}\u{1}", "{\"camera\": {}, \"camera\": {}}", "{} {}", "{\"a\": +1}", "{\"a\": 01}",
            "{\"a\": \"\\q\"}", "{\"a\": \"\\ud800\"}", "{\"a\": \"\\u12\"}", "{\"a\": \"\\",
            "{\"a\": 1,}", "[1,]",
            "{\"a\": \"\n\"}", String(repeating: "[", count: 100_000),
            String(repeating: " ", count: 1 << 20) + "{}",
        ])
    func notConfiguration(_ text: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.settings(text)
        let found = problems { _ = try Configuration.resolved(preset: .faces32, file: file) }
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.contains(file.path) == true, "\(found)")
        #expect(found.first?.contains("\n") == false, "\(found)")
    }

    @Test("a missing file, a folder and a file that never ends are refused")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        let missing = folder.url.appendingPathComponent("none.json")
        for (file, what) in [
            (missing, "does not exist"), (folder.url, "is a folder"),
            (URL(fileURLWithPath: "/dev/zero"), "is larger than 1 MiB"),
        ] {
            let found = problems { _ = try Configuration.resolved(preset: .faces32, file: file) }
            #expect(found.count == 1)
            #expect(found.first?.contains(what) == true, "\(found)")
        }
    }

    @Test("control characters in a key stay out of the message")
    func hostileKey() throws {
        let folder = try TemporaryFolder()
        let file = try folder.settings(
            #"{"a\u001b[31m\n": 1, "\#(String(repeating: "x", count: 5000))": 2}"#)
        let found = problems { _ = try Configuration.resolved(preset: .faces32, file: file) }
        #expect(found.count == 2)
        #expect(found.first?.hasPrefix("`a\\u001b[31m\\n` in ") == true, "\(found)")
        #expect(found.allSatisfy { $0.count < 400 + file.path.count })
    }
}
