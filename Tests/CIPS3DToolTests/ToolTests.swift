import CIPS3DModel
import CIPS3DRenderer
import FileTesting
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

    @Test("settings are looked up one by one and by section; the page is in the documents")
    func settings() async throws {
        let one = try await Tool.succeed(["settings", "training.batchSize"])
        #expect(one.output.contains("allowed: at least 1 and at most 65536\n"))
        #expect(one.output.contains("    faces-32     16\n"))
        let section = try await Tool.succeed(["settings", "camera"])
        #expect(section.output.contains("camera.near\n"))
        #expect(section.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
        try await Tool.refuse(["settings", "training.size"], status: 1, saying: "is no setting")
        let page = URL(filePath: #filePath).appending(path: "../../../Docs/settings.md")
            .standardized
        let printed = try await Tool.succeed(["settings", "--markdown"]).output
        #expect(
            try String(contentsOf: page, encoding: .utf8) == printed,
            "cips3d settings --markdown > Docs/settings.md")
    }

    @Test(
        "help fits into 80 columns, and each example is a command of its own",
        arguments: [
            "train", "data", "settings", "render", "orbit", "interpolate", "blend", "report",
            "import", "evaluate", "bench", "verify", "doctor",
        ])
    func helpWidth(_ command: String) async throws {
        let help = try await Tool.succeed([command, "--help"], environment: ["COLUMNS": "80"])
        let lines = help.output.split(separator: "\n").map(String.init)
        for line in lines { #expect(line.count <= 80, "\(line)") }
        let first = try #require(lines.firstIndex { $0.hasPrefix("EXAMPLE") })
        let examples = lines[(first + 1)...].prefix { $0.hasPrefix("  ") }
        #expect(!examples.isEmpty)
        var goesOn = false
        for line in examples {
            #expect(goesOn || line.hasPrefix("  cips3d ") || line.hasPrefix("  cd "), "\(line)")
            goesOn = line.hasSuffix("\\")
        }
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
            .appending(path: "../../CIPS3DVerificationTests/Fixtures").standardized
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
