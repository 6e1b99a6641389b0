import FileTesting
import Foundation
import Fuzzing
import Testing

@Suite("Damaged files in processes of their own")
struct DecoderFuzzingTests {
    private struct Result {
        let status: Int32
        let output: String
    }

    private static let tests = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let photographs = fixtures("ImageFilesTests")

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static func fixtures(_ target: String) -> String {
        tests.appendingPathComponent("\(target)/Fixtures").path
    }

    /// Runs the program, which lies beside that of the tests.
    private func fuzz(_ arguments: [String]) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("DecoderFuzzing")
        process.arguments = arguments + ["--out", folder.path("findings")]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
    }

    /// A program in place of the reader, which is told what the reader is.
    private func reader(_ script: String) throws -> String {
        let text = """
            #!/bin/bash
            while [ $# -gt 0 ]; do
              case $1 in --child-batch) batch=$2;; --room) progress=$2/progress;; esac
              shift
            done
            first=${batch%%:*}
            \(script)
            """
        let file = try folder.write(Data(text.utf8), to: "reader")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        return file.path
    }

    @Test(
        "damaged photographs, archives and weights end in values or in a sentence",
        arguments: [
            ("ImageFilesTests", 3_000), ("PyTorchFilesTests", 1_500), ("SafeTensorsTests", 1_000),
        ])
    func damaged(fixtures: String, count: Int) throws {
        let result = try fuzz([Self.fixtures(fixtures), "--count", "\(count)", "--threads", "1"])
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.hasPrefix("\(count) damaged files of "))
        #expect(result.output.contains(" 0 findings"))
        // Both ends occur, or the cases would test nothing.
        let numbers = result.output.matches(of: /(\d+) (?:read|refused)/).compactMap { Int($0.1) }
        #expect(numbers.count == 2 && numbers.allSatisfy { $0 > count / 50 }, "\(result.output)")
        #expect(numbers.reduce(0, +) == count)
    }

    @Test("where every case fails it gives up, and keeps no more than a hundred files")
    func hopeless() throws {
        let reader = try reader("exit 1")
        let result = try fuzz([
            Self.photographs, "--count", "1000", "--threads", "1", "--reader", reader,
        ])
        #expect(result.status == 1)
        #expect(result.output.contains(" 100 findings"), "\(result.output.prefix(200))")
        #expect(try folder.names(in: "findings").count == 100)
    }

    @Test(
        "what ends a reader is found, kept, and gone past",
        arguments: [
            ("kill -SEGV $$", "signal 11"),
            ("echo no sentence >&2; exit 1", "status 1: no sentence"),
            ("exec sleep 60", "it took longer than 3.0 seconds"),
            ("head -c 200000 /dev/zero | tr '\\0' x >&2; exit 1", "status 1: xxxxxxxxxx"),
        ])
    func findings(script: String, reason: String) throws {
        let reader = try reader(
            """
            if [ $first -le 5 ]; then
              printf '\\005\\0\\0\\0\\0\\0\\0\\0' > $progress
              \(script)
            fi
            """)
        let result = try fuzz([
            Self.photographs, "--count", "20", "--threads", "1", "--seconds", "3", "--reader",
            reader,
        ])
        #expect(result.status == 1)
        #expect(result.output.contains("20 damaged files"))
        #expect(result.output.contains(" 1 findings"))
        #expect(result.output.contains(": \(reason)"), "\(result.output)")
        let kept = try folder.names(in: "findings")
        #expect(kept.count == 1 && kept[0].hasPrefix("1-5."))
    }

    @Test("memory beyond the bound is not to be had, and ends a reader")
    func memory() async {
        await #expect(processExitsWith: .failure) {
            try MemoryLimit.set(growth: 64 << 20)
            let numbers = [UInt8](repeating: 1, count: 256 << 20)
            #expect(numbers.last == 2)
        }
        await #expect(processExitsWith: .success) {
            try MemoryLimit.set(growth: 64 << 20)
            let numbers = [UInt8](repeating: 1, count: 16 << 20)
            #expect(numbers.last == 1)
        }
    }
}
