import FileTesting
import Foundation
import TensorBoardFiles
import Testing

/// The real TensorBoard, where `Scripts/check-tensorboard` has brought it.
///
/// That the script notices mistakes is shown by its `--self-test`.
@Suite("TensorBoard reads event files")
struct TensorBoardTests {
    private static let root = URL(filePath: #filePath).appending(path: "../../..").standardized
    static let isInstalled = FileManager.default.fileExists(
        atPath: root.appending(path: ".build/tensorboard/ready").path)

    @Test(
        "its library and its server agree on a run that was killed and resumed",
        .enabled(if: isInstalled, "Scripts/check-tensorboard --self-test brings TensorBoard"))
    func resumed() throws {
        let folder = try TemporaryFolder()
        let run = folder.url.appendingPathComponent("run")
        try FileManager.default.createDirectory(at: run, withIntermediateDirectories: true)
        let killed = try EventFile(folder: run)
        for step in 1...10 { try add(step, of: 0, to: killed) }
        let end = try #require(try killed.url.resourceValues(forKeys: [.fileSizeKey]).fileSize)
        #expect(truncate(killed.url.path, end - 5) == 0)

        let resumed = try EventFile(folder: run)
        try resumed.restart(after: 500)
        for step in 6...8 { try add(step, of: 0.5, to: resumed) }

        let (status, lines) = try check(folder.url, "loss/generator", "odd", "heads")
        #expect(status == 0)
        #expect(
            Set(lines) == [
                "run loss/generator: 8 points, steps 100 to 800, last 8.5",
                "run odd: 8 points, steps 100 to 800, last inf",
                "run heads: 8 pictures, steps 100 to 800, last 1x1",
            ])
    }

    private func add(_ step: Int, of offset: Double, to events: EventFile) throws {
        let odd = step % 2 == 0 ? Double.infinity : .nan
        try events.append(
            scalars: ["loss/generator": Double(step) + offset, "odd": odd], step: 100 * step)
        let png = try #require(Data(base64Encoded: Self.pixel))
        try events.append(
            images: ["heads": EventImage(png: png, width: 1, height: 1)], step: 100 * step)
    }

    /// Runs the script; its exit code and what it found.
    private func check(_ folder: URL, _ tags: String...) throws -> (status: Int32, lines: [String])
    {
        let process = Process()
        process.executableURL = Self.root.appending(path: "Scripts/check-tensorboard")
        process.arguments = [folder.path] + tags
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let text = String(decoding: output, as: UTF8.self)
        return (process.terminationStatus, text.split(separator: "\n").map { String($0) })
    }

    /// One grey pixel as a PNG file.
    private static let pixel =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAA"
        + "AABJRU5ErkJggg=="
}
