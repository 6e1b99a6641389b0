import CIPS3DTool
import FileTesting
import Foundation
import Testing

@Suite("What people see while something happens")
struct TerminalTests {
    @Test(
        "a line is written over in a terminal alone that understands it",
        arguments: [
            (true, [:], true), (false, [:], false), (true, ["TERM": "dumb"], false),
            (true, ["NO_COLOR": "1"], false), (true, ["NO_COLOR": "", "TERM": "xterm"], true),
        ])
    func interactive(_ isTerminal: Bool, _ environment: [String: String], _ expected: Bool) {
        #expect(Terminal.isInteractive(isTerminal: isTerminal, environment) == expected)
    }

    @Test("in a real terminal there is a bar, at most ten times a second; with TERM=dumb none")
    func pseudoTerminal() async throws {
        let folder = try TemporaryFolder()
        // 16,384 pixels in tiles of some hundred: far more than would be shown.
        let render = [
            "render", "--model", TinyModel.path, "--size", "700", "--out", folder.path("x.png"),
        ]
        let start = ContinuousClock.now
        let shown = try await Tool.inTerminal(render, term: "xterm")
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let updates = shown.components(separatedBy: "pixel ").count - 1
        #expect(Double(updates) <= 10 * seconds + 1)
        #expect(shown.contains("\u{1B}[K") == (updates > 0))
        let plain = try await Tool.inTerminal(render, term: "dumb")
        #expect(!plain.contains("\u{1B}") && !plain.contains("█"), "\(plain)")
    }

    @Test(
        "output that nobody takes is an error of every command",
        arguments: [
            ["doctor"], ["--help"], ["train", "--help"], ["--version"],
            ["bench", "--model", TinyModel.path, "--sizes", "8", "--runs", "1"],
        ])
    func fullOutput(_ arguments: [String]) async throws {
        let script = #"exec "$0" "$@" > /dev/full"#
        let result = try await Tool.run(
            ["-c", script, Tool.url.path] + arguments, program: URL(fileURLWithPath: "/bin/sh"))
        #expect(result.status == 1)
        #expect(result.complaints.first?.contains("Standard output could not be written") == true)
    }

    @Test(
        "a shell takes a quoted text as it was", arguments: ["plain", "it's", "a b", "$HOME", ""])
    func quoting(_ text: String) async throws {
        let result = try await Tool.run(
            ["-c", "printf %s \(text.quotedForShell)"], program: URL(fileURLWithPath: "/bin/sh"))
        #expect(result.output == text)
    }
}
