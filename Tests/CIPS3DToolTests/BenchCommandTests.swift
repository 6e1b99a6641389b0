import CIPS3DModel
import CIPS3DNetworks
import CIPS3DRenderer
import Foundation
import InnerLoops
import RunSettings
import Testing
import TorchNN

@Suite("cips3d bench")
struct BenchCommandTests {
    /// The JSON as its readers expect it.
    private struct Report: Decodable {
        struct Machine: Decodable {
            let processor: String
            let instructions: String
            let threads: Int
            let peak: [String: Double?]
        }
        struct Row: Decodable {
            let size: Int
            let precision: String
            let seconds: [String: Double]
            let gigaflops: Double
            let gigaflopsPerSecond: Double
            let percentOfPeak: Double
            let peakMemoryMiB: Double
        }
        let machine: Machine
        let model: String
        let rows: [Row]
    }

    private func report(
        _ options: [String], environment: [String: String] = [:]
    ) async throws -> (report: Report, notes: String) {
        let result = try await Tool.succeed(
            ["bench", "--json", "--runs", "2"] + options, environment: environment)
        let data = Data(result.output.utf8)
        return (try JSONDecoder().decode(Report.self, from: data), result.errors)
    }

    @Test("JSON has a row for each size and precision, whose numbers belong together")
    func json() async throws {
        let (report, notes) = try await report([
            "--preset", "faces-32", "--sizes", "1,8", "--precision", "float32,bfloat16",
            "--threads", "1",
        ])
        #expect(report.model == "faces-32")
        #expect(notes.contains("faces-32: random weights."))
        #expect(report.machine.instructions == InstructionSet.available.last?.rawValue)
        #expect(report.machine.threads == 1)
        #expect(!report.machine.processor.isEmpty)
        let float32 = try #require(report.machine.peak["float32"] ?? nil)
        let bfloat16 = try #require(report.machine.peak["bfloat16"])
        #expect(float32 > 0)
        #expect(notes.contains("held against the peak of float32") == (bfloat16 == nil))
        #expect(report.rows.map(\.size) == [1, 8, 1, 8])
        #expect(report.rows.map(\.precision) == ["float32", "float32", "bfloat16", "bfloat16"])
        let preset = Configuration.faces32
        for row in report.rows {
            let operations = preset.generator.operationsPerPixel(camera: preset.camera)
            #expect(row.gigaflops == Double(row.size * row.size * operations) * 1e-9)
            #expect(row.seconds["runs"] == 2)
            let (minimum, median, maximum) = (
                try #require(row.seconds["minimum"]), try #require(row.seconds["median"]),
                try #require(row.seconds["maximum"])
            )
            #expect(0 < minimum && minimum <= median && median <= maximum)
            #expect(row.gigaflopsPerSecond == row.gigaflops / median)
            let peak = row.precision == "float32" ? float32 : bfloat16 ?? float32
            // The same division; what is left is how the text of a number is read.
            #expect(abs(row.percentOfPeak / (100 * row.gigaflopsPerSecond / peak) - 1) < 1e-9)
            // At least the program's own pages; no more than the machine can have given.
            #expect(row.peakMemoryMiB > 1 && row.peakMemoryMiB < 4_096)
        }
    }

    @Test("the table says what was measured, and that the weights of a preset are random")
    func table() async throws {
        let result = try await Tool.succeed([
            "bench", "--preset", "faces-64", "--sizes", "4", "--runs", "1",
        ])
        #expect(result.output.contains("faces-64, random weights"))
        #expect(result.output.contains("GFLOP/s float32"))
        let row = try #require(result.output.split(separator: "\n").last)
        #expect(row.contains("4  float32") && row.hasSuffix(" MiB"))
        #expect(result.errors.isEmpty)
    }

    @Test("a model's folder is measured with its own weights, and CIPS3D_ISA is obeyed")
    func model() async throws {
        let (report, notes) = try await report(
            ["--model", TinyModel.path, "--sizes", "2"], environment: ["CIPS3D_ISA": "portable"])
        #expect(report.model == TinyModel.path)
        #expect(report.machine.instructions == "portable")
        #expect(!notes.contains("random"))
        #expect(report.rows.count == 1)
    }

    @Test("--set changes the preset")
    func overrides() async throws {
        let options = ["--preset", "faces-32", "--sizes", "2"]
        let coarse = try #require(try await report(options).report.rows.first)
        let fine = try #require(
            try await report(options + ["--set", "camera.finePass=true"]).report.rows.first)
        #expect(fine.gigaflops > coarse.gigaflops)
    }

    @Test(
        "a wrong command line is refused with one sentence",
        arguments: [
            (["--sizes", "0"], 64, "--sizes has 0; each has to be from 1 to 16384"),
            (["--sizes", "8,16385"], 64, "--sizes has 16385"),
            (["--sizes", "8,,9"], 64, "--sizes"),
            (["--sizes", ""], 64, "--sizes"),
            (["--precision", "float16"], 64, "--precision"),
            (["--runs", "0"], 64, "--runs is 0"),
            (["--threads", "0"], 64, "--threads is 0"),
            (["--preset", "cats"], 64, "--preset"),
            (["--preset", "faces-32", "--model", "x"], 64, "--preset and --model exclude"),
            (["--model", "x", "--set", "camera.near=0.9"], 64, "--set changes a preset"),
            (["--model", "no/such/model"], 1, "does not exist"),
            (["--set", "camera.finePas=true"], 1, "camera.finePass"),
        ])
    func refusals(_ options: [String], _ status: Int32, _ words: String) async throws {
        try await Tool.refuse(["bench"] + options, status: status, saying: words)
    }

    @Test("a larger picture takes the memory of its bytes, and not of all its numbers")
    func memory() async throws {
        let rows = try await report(["--model", TinyModel.path, "--sizes", "16,512"]).report.rows
        try #require(rows.count == 2)
        // 0.75 MiB of bytes; as single precision the picture alone would be 3 MiB, and with the
        // auxiliary image and the depths 7. Pages that are touched for the first time need room.
        #expect(rows[1].peakMemoryMiB - rows[0].peakMemoryMiB < 2.5)
    }

    @Test("the published sizes take the 168 GFLOP of 128x128 pixels that the peers are held to")
    func operations() {
        let published = Configuration.ffhq256
        let light = Configuration.faces32
        var camera = light.camera
        camera.finePass = true
        // By hand: 2 (24 samples · 27136 + 4482048) for the published sizes, times the pixels.
        let pixels = 128.0 * 128 * 1e-9
        let whole = published.generator.operationsPerPixel(camera: published.camera)
        #expect((10 * pixels * Double(whole)).rounded() / 10 == 168.2)
        let small = light.generator.operationsPerPixel(camera: camera)
        // 2 (20 samples · 7424 + 68448 for a pixel + 6336 for the sphere behind it).
        #expect((10 * pixels * Double(small)).rounded() / 10 == 7.3)
    }

    @Test("random weights have the distributions that training begins with")
    func initialWeights() throws {
        var configuration = Configuration.faces32
        configuration.generator.nerf.fourierOctaves = 2
        configuration.generator.nerf.usesViewDirection = true
        let generator = Generator(
            configuration.generator, camera: configuration.camera,
            parameters: ParameterStore(seed: 3))
        let weights = GeneratorWeights.initial(configuration.generator, seed: 3)
        for tensor in PublishedNames.tensors(of: configuration.generator) {
            let expected: [Float] = try #require(generator.parameters[tensor.name]).array()
            let values = weights[tensor.name]
            try #require(values.count == expected.count)
            let (own, theirs) = (rootMeanSquare(values), rootMeanSquare(expected))
            // The estimate of a deviation from n normal numbers is off by 1 / sqrt(2 n) of it; five
            // times that of both together.
            let tolerance = 5 / Float(values.count).squareRoot()
            #expect(abs(own - theirs) <= tolerance * theirs, "\(tensor.name): \(own), \(theirs)")
        }
    }

    private func rootMeanSquare(_ values: [Float]) -> Float {
        (values.reduce(0) { $0 + $1 * $1 } / Float(values.count)).squareRoot()
    }

    @Test(
        "more threads have a peak that is measured too, and bfloat16 where there are instructions")
    func peak() {
        let peak = MachinePeak.measure(threads: 2)
        #expect(peak.threads == 2 && peak.float32 > 0)
        #expect(peak.instructionSet == InstructionSet.available.last)
        #expect((peak.bfloat16 != nil) == [.avx512BF16, .amxBF16].contains(peak.instructionSet))
        #expect(peak.gigaflopsPerSecond(.float32) == peak.float32)
        #expect(peak.gigaflopsPerSecond(.bfloat16) == peak.bfloat16 ?? peak.float32)
    }
}
