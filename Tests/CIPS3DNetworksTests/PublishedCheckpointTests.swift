import CIPS3DModel
import CIPS3DNetworks
import CheckpointTesting
import FileTesting
import Foundation
import PyTorchFiles
import Testing
import Torch
import TorchNN

@Suite("Generators in PyTorch checkpoints")
struct PublishedCheckpointTests {
    private typealias Tensors = [(name: String, shape: [Int], values: [Float])]

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Two generators of the same sizes; what the sizes cannot tell is as published.
    private static func generator(seed: UInt64) -> Generator {
        var sizes = SmallGenerator.configuration
        (sizes.inr.firstResidualBlock, sizes.inr.firstRGBBlock) = (4, 3)
        return Generator(
            sizes, camera: CameraConfiguration(), parameters: ParameterStore(seed: seed))
    }

    private func tensors(_ generator: Generator, prefix: String = "") -> Tensors {
        let store = generator.parameters
        return zip(store.paths, store.tensors).map { path, tensor in
            (prefix + path, tensor.shape, tensor.detached().array())
        }
    }

    private func open(_ data: Data) throws -> PublishedCheckpoint {
        try PublishedCheckpoint(WeightsFile(contentsOf: folder.write(data, to: "checkpoint.pth")))
    }

    private func open(_ tensors: Tensors) throws -> PublishedCheckpoint {
        try open(CheckpointBytes.state(tensors))
    }

    private func expectEqual(
        _ checkpoint: PublishedCheckpoint, _ generator: Generator,
        location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(checkpoint.configuration == generator.configuration, sourceLocation: location)
        let read = try checkpoint.generator().parameters
        for path in generator.parameters.paths {
            #expect(
                read[path]?.detached().array(of: Float.self)
                    == generator.parameters[path]?.detached().array(of: Float.self),
                "\(path)", sourceLocation: location)
        }
    }

    @Test("a bare state dict gives its sizes and every number")
    func bare() throws {
        let generator = Self.generator(seed: 1)
        let checkpoint = try open(tensors(generator))
        #expect(checkpoint.place.isEmpty)
        #expect(checkpoint.ignored.isEmpty)
        try expectEqual(checkpoint, generator)
    }

    @Test("prefixes are taken away, also one within another")
    func prefixes() throws {
        let generator = Self.generator(seed: 1)
        for (prefix, place) in [
            ("module.", ""), ("module.G_ema.", "G_ema"), ("G_ema.module.", "G_ema"),
            ("net.generator.", "net.generator"),
        ] {
            let checkpoint = try open(tensors(generator, prefix: prefix))
            #expect(checkpoint.place == place)
            try expectEqual(checkpoint, generator)
        }
    }

    @Test("an average is preferred to the generator that it follows, and the other is named")
    func average() throws {
        let (average, last) = (Self.generator(seed: 1), Self.generator(seed: 2))
        let other: Tensors = [("main_disc.out_linear.bias", [1], [0])]
        let flat = try open(
            tensors(last, prefix: "generator.") + tensors(average, prefix: "generator_ema.") + other
        )
        #expect(flat.place == "generator_ema")
        #expect(flat.ignored.count == last.parameters.paths.count + 1)
        #expect(flat.ignored.contains("main_disc.out_linear.bias"))
        try expectEqual(flat, average)
    }

    @Test("a generator in a dictionary of a training checkpoint is found")
    func nested() throws {
        let generator = Self.generator(seed: 1)
        let data = CheckpointBytes.state(tensors(generator, prefix: "module.")) { state in
            let optimizer = PickleBytes.dictionary([("lr", PickleBytes.fraction(1e-4))])
            return PickleBytes.dictionary([
                ("step", PickleBytes.integer(5)), ("optimizer", optimizer),
                ("models", PickleBytes.dictionary([("G_ema", state)])),
            ])
        }
        let checkpoint = try open(data)
        #expect(checkpoint.place == "models.G_ema")
        #expect(checkpoint.ignored == ["optimizer (a dictionary)", "step"])
        try expectEqual(checkpoint, generator)
    }

    @Test("names of a hostile file cannot write to the terminal")
    func printable() throws {
        let strange: Tensors = [("\u{1B}[2J\n", [1], [0])]
        let checkpoint = try open(tensors(Self.generator(seed: 1)) + strange)
        #expect(checkpoint.ignored == ["\\u{1B}[2J\\n"])
    }

    @Test("everything that is missing or misshapen is listed")
    func misfit() throws {
        var wrong = tensors(Self.generator(seed: 1)).filter { $0.name != "aux_to_rbg.0.bias" }
        guard let index = wrong.firstIndex(where: { $0.name == "siren.final_layer.weight" })
        else { return #expect(Bool(false)) }
        wrong[index].shape = [10, 1]
        let error = #expect(throws: PublishedCheckpointError.self) { try open(wrong) }
        #expect(
            error?.problem
                == .misfit(
                    place: "",
                    problems: [
                        "siren.final_layer.weight has shape [10, 1], expected [1, 10]",
                        "aux_to_rbg.0.bias is missing",
                    ]))
        #expect(error?.description.contains("torch.save(generator.state_dict()") == true)
    }

    @Test("a checkpoint of something else says what it has")
    func somethingElse() throws {
        let error = #expect(throws: PublishedCheckpointError.self) {
            try open([("conv1.weight", [1], [0])])
        }
        #expect(error?.problem == .noGenerator(keys: ["conv1.weight"]))
        #expect(error?.description.contains("conv1.weight") == true)
    }

    @Test("infinite weights are refused by name")
    func notFinite() throws {
        var wrong = tensors(Self.generator(seed: 1))
        wrong[3].values[0] = .nan
        let checkpoint = try open(wrong)
        let error = #expect(throws: PublishedCheckpointError.self) { try checkpoint.generator() }
        #expect(error?.problem == .notFinite(wrong[3].name))
    }

    @Test(
        "a weight that is an object of Python is named with its class, and so are the keys of nothing else"
    )
    func objects() throws {
        let (name, class_) = (PublishedNames.density.bias, "torch._utils._rebuild_qtensor")
        let quantised = PickleBytes.call(PickleBytes.global("torch._utils", "_rebuild_qtensor"))
        let storage = PickleBytes.storage("0", count: 1)
        let others = PublishedNames.tensors(of: GeneratorConfiguration()).filter { $0.name != name }
        let items = others.map { tensor in
            let strides = [Int](repeating: 0, count: tensor.shape.count)
            return (
                tensor.name, PickleBytes.tensor(storage, shape: tensor.shape, strides: strides)
            )
        }
        func problem(_ items: [(String, Data)]) throws -> String {
            let data = CheckpointBytes.archive(
                PickleBytes.whole(PickleBytes.dictionary(items)),
                records: [("data/0", CheckpointBytes.floats([1]))])
            let error = #expect(throws: PublishedCheckpointError.self) { try open(data) }
            return error?.description ?? ""
        }
        let words = "\(name) (an object of \(class_), not made)"
        #expect(try problem(items + [(name, quantised)]).contains(words + " is no tensor"))
        #expect(try problem([(name, quantised)]).contains("its keys are " + words))
    }

    @Test("tensors that all lie in one small storage are refused before a network is built")
    func sharedElements() throws {
        var sizes = GeneratorConfiguration()
        sizes.inr.width = 4_096
        let storage = PickleBytes.storage("0", count: 1)
        let items = PublishedNames.tensors(of: sizes).map { tensor in
            let strides = [Int](repeating: 0, count: tensor.shape.count)
            return (
                tensor.name,
                PickleBytes.tensor(storage, shape: tensor.shape, strides: strides)
            )
        }
        let data = CheckpointBytes.archive(
            PickleBytes.whole(PickleBytes.dictionary(items)),
            records: [("data/0", CheckpointBytes.floats([1]))])
        let error = #expect(throws: PublishedCheckpointError.self) { try open(data) }
        guard case .tooSmall? = error?.problem else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("changed names, shapes and numbers end in an error or in a generator's sizes")
    func changedBytes() async {
        await #expect(processExitsWith: .success) {
            let tests = try PublishedCheckpointTests()
            let valid = CheckpointBytes.pickledState(tests.tensors(Self.generator(seed: 1)))
            try FuzzCases.limitMemory()
            let cases = FuzzCases(seed: 4)
            let ended = try cases.run(500, from: [valid.pickle], beginning: valid.pickle) { url in
                try CheckpointBytes.archive(Data(contentsOf: url), records: valid.records)
                    .write(to: url)
                _ = try PublishedCheckpoint(WeightsFile(contentsOf: url)).ignored
            }
            // Both ends occur, or the cases would test nothing.
            #expect(ended.values > 20 && ended.errors > 100, "\(ended)")
        }
    }
}
