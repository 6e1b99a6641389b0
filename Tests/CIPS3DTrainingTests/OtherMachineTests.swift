import CIPS3DTraining
import Foundation
import Testing

@Suite("A run that goes on on another machine")
struct OtherMachineTests {
    @Test("says that its bits will differ, and from then on is of that machine")
    func saysSo() throws {
        let scene = try RunScene()
        _ = try scene.begin("run", images: 4).run()
        let url = scene.folder("run").descriptionURL
        let engine = try #require(try engine(url))
        _ = try scene.resume("run", images: 8).run()
        #expect(warnings(scene).isEmpty)

        let other = try String(contentsOf: url, encoding: .utf8)
            .replacingOccurrences(of: "\"\(engine)\"", with: "\"amx-bf17\"")
        try other.write(to: url, atomically: true, encoding: .utf8)
        _ = try scene.resume("run", images: 12).run()
        let warning = try #require(warnings(scene).first)
        #expect(warning.contains("with amx-bf17 so far and goes on with \(engine)"))
        #expect(try self.engine(url) == engine)
        _ = try scene.resume("run", images: 16).run()
        #expect(warnings(scene).count == 1)
    }

    private func engine(_ url: URL) throws -> String? {
        try JSONDecoder().decode(RunDescription.self, from: Data(contentsOf: url)).engine
    }

    private func warnings(_ scene: RunScene) -> [String] {
        scene.events.all.compactMap {
            if case .warned(let text) = $0, text.contains("was computed with") { text } else { nil }
        }
    }
}
