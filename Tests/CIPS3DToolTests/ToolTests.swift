import CIPS3DModel
import CIPS3DRenderer
import Foundation
import InnerLoops
import SafeTensors
import Testing

@Suite("cips3d")
struct ToolTests {
    @Test(
        "every command explains itself with an example",
        arguments: ["data", "render", "orbit", "import", "bench", "verify", "doctor"])
    func help(_ command: String) async throws {
        let result = try await Tool.succeed([command, "--help"])
        #expect(result.output.contains("EXAMPLE"))
        #expect(result.output.contains("cips3d \(command)"))
    }

    @Test("the version is the package's")
    func version() async throws {
        let result = try await Tool.succeed(["--version"])
        #expect(result.output == PackageVersion.current + "\n")
    }

    @Test("an unknown command and no command are told apart from success")
    func unknownCommand() async throws {
        #expect(try await Tool.run(["paint"]).status == 64)
    }

    @Test("doctor names the versions, the machine and what is missing")
    func doctor() async throws {
        let result = try await Tool.run(["doctor"])
        let names = [
            "cips3d", "Swift", "libtorch", "processor", "features", "instructions", "processors",
            "CUDA devices", "memory", "free disk", "ffmpeg", "cache", "missing",
        ]
        let lines = result.output.split(separator: "\n")
        for name in names {
            #expect(lines.contains { $0.hasPrefix(name + " ") }, "\(name)")
        }
        #expect(result.output.contains("libtorch_cpu.so"))
        let isWell = lines.last?.hasSuffix(" nothing") == true
        #expect(result.status == (isWell ? 0 : 1))
    }

    @Test("doctor names the instruction sets, the one that is used and a wrong choice")
    func instructions() async throws {
        let forced = try await Tool.run(["doctor"], environment: ["CIPS3D_ISA": "portable"])
        #expect(forced.output.contains("uses portable, as CIPS3D_ISA says"))
        let free = try await Tool.run(["doctor"], environment: ["CIPS3D_ISA": ""])
        let best = try #require(InstructionSet.available.last)
        #expect(free.output.contains("the fused engine uses \(best.rawValue)\n"))
        let wrong = try await Tool.run(["doctor"], environment: ["CIPS3D_ISA": "nonsense"])
        #expect(wrong.status == 1)
        #expect(wrong.output.contains("missing       CIPS3D_ISA is “nonsense”"))
    }

    @Test("verify goes on after files that cannot be read, and fails")
    func verify() async throws {
        let folder = try TemporaryFolder()
        try Data("no tensors".utf8).write(to: folder.url.appendingPathComponent("broken"))
        let result = try await Tool.run(["verify", folder.path("none"), folder.path("broken")])
        #expect(result.status == 1)
        #expect(result.output.contains("FAIL \(folder.path("none"))\n"))
        #expect(result.output.contains("FAIL \(folder.path("broken"))\n"))
        #expect(result.complaints.count == 2)
        #expect(result.complaints.first?.contains("cannot be read") == true)
    }

    @Test("verify by the fused engine passes generators and skips what it does not compute")
    func verifyFused() async throws {
        let folder = try TemporaryFolder()
        let other = folder.url.appendingPathComponent("discriminator.safetensors")
        try SafeTensorsWriter(metadata: ["kind": "discriminator", "config": "{}"]).write(to: other)
        let fixtures = URL(filePath: #filePath)
            .appending(path: "../../CIPS3DTrainingTests/Fixtures").standardized
        let generator = fixtures.appending(path: "generator-deep-white.safetensors").path
        let both = try await Tool.succeed(
            ["verify", "--engine", "fused", other.path, generator])
        #expect(both.output.contains("\nSKIP \(other.path)\n"))
        #expect(both.output.contains("\nPASS \(generator)\n"))
        #expect(both.output.contains("gradients through the fused operation"))
        try await Tool.refuse(
            ["verify", "--engine", "fused", other.path], status: 1,
            saying: "Nothing was verified")
        try await Tool.refuse(
            ["verify", "--engine", "magic", generator], status: 64, saying: "magic")
    }

    @Test("verify without files is a wrong command line")
    func verifyNothing() async throws {
        try await Tool.refuse(["verify"], status: 64, saying: "<file>")
    }
}
