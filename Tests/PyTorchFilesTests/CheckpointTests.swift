import Foundation
import PyTorchFiles
import Testing

@Suite("Checkpoints that PyTorch saved")
struct CheckpointTests {
    @Test(
        "a state dict is read: names, shapes and numbers",
        arguments: [
            "state.pth", "protocol4.pth", "parameters.pth", "legacy-state.pth",
            "legacy-protocol4.pth", "legacy-parameters.pth",
        ])
    func stateDict(_ name: String) throws {
        let file = try Fixture.file(name)
        #expect(file.dictionaries.count == 1)
        let state = try #require(file.dictionaries.first)
        #expect(state.path.isEmpty)
        #expect(state.otherKeys.isEmpty)
        let shapes = state.tensors.mapValues(\.shape)
        #expect(shapes == ["0.weight": [2, 3], "0.bias": [2], "1.weight": [2], "1.bias": [2]])
        for (name, tensor) in state.tensors {
            #expect(tensor.type == .float32)
            #expect(try file.floats(name, in: state) == Fixture.ramp(tensor.elementCount))
        }
    }

    @Test("numbers of every floating point type become singles, and others are refused")
    func types() throws {
        let file = try Fixture.file("types.pth")
        let state = try #require(file.dictionaries.first)
        #expect(state.tensors.count == 6)
        for name in ["float16", "bfloat16", "float32", "float64"] {
            #expect(state.tensors[name]?.type.rawValue == name)
            #expect(try file.floats(name, in: state) == Fixture.ramp(6))
        }
        for name in ["int64", "uint8"] {
            let error = #expect(throws: PyTorchFileError.self) {
                try file.floats(name, in: state)
            }
            #expect(error?.description.contains("model.float()") == true)
        }
        let error = #expect(throws: PyTorchFileError.self) { try file.floats("none", in: state) }
        #expect(error?.problem == .missing)
    }

    @Test("views are gathered whatever their strides and offsets in a shared storage")
    func views() throws {
        let file = try Fixture.file("views.pth")
        let state = try #require(file.dictionaries.first)
        let whole = Fixture.ramp(24)
        func read(_ name: String) throws -> [Float] { try file.floats(name, in: state) }
        #expect(try read("whole") == whole)
        #expect(state.tensors["transposed"]?.shape == [6, 4])
        #expect(
            try read("transposed") == (0..<24).map { whole[$0 % 4 * 6 + $0 / 4] })
        #expect(try read("rows") == Array(whole[6..<18]))
        #expect(
            try read("columns") == stride(from: 0, to: 24, by: 2).map { whole[$0] })
        #expect(state.tensors["element"]?.shape == [])
        #expect(try read("element") == [whole[15]])
        #expect(state.tensors["empty"]?.shape == [0, 6])
        #expect(try read("empty") == [])
    }

    @Test("a tensor that repeats its elements is refused, for it could claim any size")
    func expanded() throws {
        let file = try Fixture.file("views.pth")
        let state = try #require(file.dictionaries.first)
        #expect(state.tensors["expanded"]?.shape == [5, 6])
        let error = #expect(throws: PyTorchFileError.self) {
            try file.floats("expanded", in: state)
        }
        #expect(error?.problem == .repeated(elements: 30, storage: 24))
        #expect(error?.description.contains("tensor.contiguous()") == true)
    }

    @Test("a training checkpoint's dictionaries are found and its other values passed over")
    func training() throws {
        let file = try Fixture.file("training.pth")
        let root = try #require(file.dictionaries.first)
        #expect(root.tensors.isEmpty)
        #expect(
            root.otherKeys.sorted() == [
                "best", "device", "done", "loss", "name", "seed", "size", "step",
            ])
        let state = try #require(file.dictionaries.first { $0.path == ["nested", "G_ema"] })
        #expect(
            state.tensors.keys.sorted() == [
                "module.0.bias", "module.0.weight", "module.1.bias", "module.1.weight",
            ])
        #expect(try file.floats("module.0.weight", in: state) == Fixture.ramp(6))
        #expect(file.dictionaries.contains { $0.path == ["optimizer"] })
    }

    @Test(
        "the format before PyTorch 1.6 gives the same as the archive of the same values",
        arguments: ["state", "protocol4", "parameters", "types", "views", "training"])
    func legacy(_ name: String) throws {
        let archive = try Fixture.file(name + ".pth")
        let legacy = try Fixture.file("legacy-" + name + ".pth")
        #expect(legacy.dictionaries.map(\.path) == archive.dictionaries.map(\.path))
        for (old, new) in zip(legacy.dictionaries, archive.dictionaries) {
            #expect(old.otherKeys == new.otherKeys)
            #expect(old.tensors.mapValues(\.shape) == new.tensors.mapValues(\.shape))
            #expect(old.tensors.mapValues(\.type) == new.tensors.mapValues(\.type))
            for name in new.tensors.keys {
                // Integers, and tensors that repeat their elements, are refused in both.
                let values = try? archive.floats(name, in: new)
                #expect(values == (try? legacy.floats(name, in: old)), "\(name)")
            }
        }
    }

    @Test("what Python 2 saved is read: byte strings, digits, dictionaries of lists of pairs")
    func python2() throws {
        let file = try Fixture.file("legacy-python2.pth")
        let root = try #require(file.dictionaries.first)
        #expect(root.otherKeys.sorted() == ["large", "seed", "step"])
        #expect(try file.floats("half", in: root) == Fixture.ramp(6))
        let state = try #require(file.dictionaries.first { $0.path == ["G_ema"] })
        let shapes = state.tensors.mapValues(\.shape)
        #expect(shapes == ["0.weight": [2, 3], "0.bias": [2], "1.weight": [2], "1.bias": [2]])
        for (name, tensor) in state.tensors {
            #expect(try file.floats(name, in: state) == Fixture.ramp(tensor.elementCount))
        }
        #expect(file.dictionaries.contains { $0.path == ["optimizer"] })
    }

    @Test("a whole module is refused with how to save again")
    func module() throws {
        let error = #expect(throws: PyTorchFileError.self) { try Fixture.file("module.pth") }
        #expect(error?.problem == .global("torch.nn.modules.container.Sequential"))
        let sentence = error?.description ?? ""
        #expect(sentence.contains("torch.save(model.state_dict(), \"weights.pth\")"))
    }
}
