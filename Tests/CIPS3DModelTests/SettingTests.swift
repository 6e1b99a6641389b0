import CIPS3DModel
import RunSettings
import Testing

@Suite("Settings to look up")
struct SettingTests {
    @Test("every setting has a meaning, a rule and a value in every preset")
    func complete() {
        #expect(Configuration.settings.count > 60)
        #expect(Set(Configuration.settings.map(\.key)).count == Configuration.settings.count)
        for setting in Configuration.settings {
            #expect(setting.meaning.hasSuffix("."), "\(setting.key)")
            #expect(!setting.allowed.isEmpty, "\(setting.key)")
            for preset in Preset.allCases {
                #expect(!setting.value(in: preset).isEmpty, "\(setting.key)")
            }
        }
    }

    @Test("values are those of the presets, by stage where stages differ")
    func values() throws {
        let value = { (key: String, preset: Preset) in
            Configuration.settings.first { $0.key == key }?.value(in: preset)
        }
        #expect(value("training.batchSize", .faces32) == "16")
        #expect(value("training.imageSize", .faces64) == "32, 32, 64, 64 by stage")
        #expect(value("camera.background", .ffhq256) == #""none""#)
        #expect(value("training.stages", .faces64) == "4 of them")
    }

    @Test("what may change while a run goes on are settings")
    func adjustable() {
        #expect(Set(Configuration.settings.map(\.key)).isSuperset(of: Configuration.adjustableKeys))
    }
}
