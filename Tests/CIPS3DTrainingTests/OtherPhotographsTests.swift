import CIPS3DTraining
import Foundation
import Testing

@Suite("A run and its photographs")
struct OtherPhotographsTests {
    private let scene: RunScene

    init() throws {
        scene = try RunScene()
        _ = try scene.begin("run", images: 4).run()
    }

    private func refused(_ data: URL? = nil) -> Bool {
        do {
            _ = try scene.resume("run", images: 8, data: data)
            return false
        } catch let error as RunFolderError {
            return error
                == .otherPhotographs(
                    scene.folder("run").url.path, data: (data ?? scene.data).path)
        } catch {
            return false
        }
    }

    @Test("in another place they are the same photographs, and the run ends in the same bits")
    func moved() throws {
        let moved = scene.parent.file("moved")
        try FileManager.default.copyItem(at: scene.data, to: moved)
        _ = try scene.begin("straight", images: 8).run()
        _ = try scene.resume("run", images: 8, data: moved).run()
        #expect(try scene.newest("run") == scene.newest("straight"))
    }

    @Test("one more, one less, another name or another size is refused, and nothing is lost")
    func others() throws {
        let files = FileManager.default
        let names = try files.contentsOfDirectory(atPath: scene.data.path).sorted()
        let first = scene.data.appendingPathComponent(names[0])
        let bytes = try Data(contentsOf: first)
        let before = try scene.newest("run")

        let renamed = scene.data.appendingPathComponent("another.png")
        try files.moveItem(at: first, to: renamed)
        #expect(refused())
        try files.removeItem(at: renamed)
        #expect(refused())
        try (bytes + [0]).write(to: first)
        #expect(refused())
        try bytes.write(to: first)
        try bytes.write(to: scene.data.appendingPathComponent("one-more.png"))
        #expect(refused())

        #expect(try scene.newest("run") == before)
        let run = try scene.resume("run", images: 8, acceptsNewData: true)
        #expect(try run.run().images == 8)
        // From then on these are its photographs.
        #expect(!refused())
    }

    @Test("a run of an earlier version, which has no fingerprint, goes on and gets one")
    func earlier() throws {
        let url = scene.folder("run").descriptionURL
        let text = try String(contentsOf: url, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.contains { $0.contains("\"photographs\"") })
        try lines.filter { !$0.contains("\"photographs\"") }.joined(separator: "\n")
            .write(to: url, atomically: true, encoding: .utf8)
        #expect(try scene.folder("run").read().1.photographs == nil)
        #expect(!refused())
        #expect(try scene.folder("run").read().1.photographs != nil)
    }
}
