import FileTesting
import Foundation
import SafeTensors
import Testing
import Torch
import TorchNN
import TorchTesting

@Suite("Parameter store")
struct ParameterStoreTests {
    /// The tensors of a small network: of a linear layer, a layer norm and a constant.
    private func makeStore(seed: UInt64 = 1, type: ScalarType = .float32) -> ParameterStore {
        let store = ParameterStore(seed: seed, type: type)
        let (linear, norm) = (store.root["body"][0], store.root["body"][1])
        _ = linear.parameter("weight", [2, 3], .uniform(bound: 0.5))
        _ = linear.parameter("bias", [2], .uniform(bound: 0.5))
        _ = norm.parameter("weight", [2], .constant(1))
        _ = norm.parameter("bias", [2], .constant(0))
        _ = store.root["blur"].constant("kernel", [1, 2], shape: [2])
        return store
    }

    private func withTemporaryFile<R>(_ body: (URL) throws -> R) throws -> R {
        let folder = try TemporaryFolder()
        return try body(folder.file("parameters.safetensors"))
    }

    @Test("paths are in the order in which parameters were made")
    func paths() {
        let store = makeStore()
        #expect(
            store.paths == [
                "body.0.weight", "body.0.bias", "body.1.weight", "body.1.bias", "blur.kernel",
            ])
        #expect(store.learnedPaths == Array(store.paths.dropLast()))
        #expect(store.learned.allSatisfy { $0.requiresGradient })
        #expect(store["blur.kernel"]?.requiresGradient == false)
        #expect(store["body.0.weight"]?.shape == [2, 3])
        #expect(store["body"] == nil)
    }

    @Test("one seed gives one network, another another")
    func seeds() throws {
        let weights = try [1, 1, 2].map { try #require(makeStore(seed: $0)["body.0.weight"]) }
        expectClose(weights[0], weights[1])
        #expect(abs(weights[0] - weights[2]).maximum().item > 1e-3)
    }

    @Test("a store has the type that was asked for")
    func types() {
        #expect(makeStore(type: .float64).tensors.allSatisfy { $0.type == .float64 })
    }

    @Test("a path that is made twice ends the process")
    func duplicatePath() async {
        await #expect(processExitsWith: .failure) {
            let store = ParameterStore()
            _ = store.root["a"].parameter("weight", [2], .constant(0))
            _ = store.root["a"].parameter("weight", [2], .constant(0))
        }
    }

    @Test("what is written is read back, under a prefix too", arguments: ["", "generator/"])
    func roundTrip(_ prefix: String) throws {
        try withTemporaryFile { url in
            let source = makeStore(seed: 1)
            var writer = SafeTensorsWriter()
            source.add(to: &writer, prefix: prefix)
            if !prefix.isEmpty { writer.add("elsewhere", shape: [1], floats: [0]) }
            try writer.write(to: url)
            let target = makeStore(seed: 2)
            // Layers keep references: loading has to write into the same tensors.
            let weight = try #require(target["body.0.weight"])
            try target.load(from: SafeTensorsFile(contentsOf: url), prefix: prefix)
            for (mine, theirs) in zip(target.tensors, source.tensors) {
                expectClose(mine, theirs)
            }
            expectClose(weight, try #require(source["body.0.weight"]))
            #expect(weight.requiresGradient)
        }
    }

    @Test("a file in another floating-point type is converted")
    func conversion() throws {
        try withTemporaryFile { url in
            let source = makeStore(seed: 1, type: .float64)
            var writer = SafeTensorsWriter()
            source.add(to: &writer)
            try writer.write(to: url)
            let target = makeStore(seed: 2)
            try target.load(from: SafeTensorsFile(contentsOf: url))
            #expect(target.tensors.allSatisfy { $0.type == .float32 })
            // Rounding to single precision.
            expectClose(target.tensors[0], source.tensors[0], relative: 1e-7)
        }
    }

    @Test("everything that does not fit is in one error, and nothing is changed")
    func mismatch() throws {
        try withTemporaryFile { url in
            var writer = SafeTensorsWriter()
            writer.add("body.0.weight", shape: [3, 2], floats: [1, 1, 1, 1, 1, 1])
            writer.add("body.0.bias", shape: [2], floats: [7, 7])
            writer.add("body.1.weight", shape: [2], integers: [7, 7])
            writer.add("blur.kernel", shape: [2], floats: [7, 7])
            writer.add("head.weight", shape: [1], floats: [0])
            writer.add("zeta", shape: [1], floats: [0])
            try writer.write(to: url)
            let store = makeStore()
            let before = store.tensors.map { $0.detached().cloned() }
            let file = try SafeTensorsFile(contentsOf: url)
            let error = #expect(throws: ParameterMismatch.self) { try store.load(from: file) }
            #expect(
                error?.problems == [
                    "body.0.weight has shape [3, 2], expected [2, 3]",
                    "body.1.weight has type I64, expected F32", "body.1.bias is missing",
                    "head.weight is unexpected", "zeta is unexpected",
                ])
            let sentence = error?.description ?? ""
            #expect(sentence.contains(url.path) && sentence.contains("body.1.bias is missing"))
            for (mine, old) in zip(store.tensors, before) { expectClose(mine, old) }
        }
    }

    @Test("copying values keeps the tensors that layers refer to")
    func copyValues() throws {
        let (a, b) = (makeStore(seed: 1), makeStore(seed: 2))
        let weight = try #require(b["body.0.weight"])
        b.copyValues(from: a)
        expectClose(weight, try #require(a["body.0.weight"]))
    }

    @Test("copying between different networks ends the process")
    func copyMismatch() async {
        await #expect(processExitsWith: .failure) {
            let (a, b) = (ParameterStore(), ParameterStore())
            _ = a.root["a"].parameter("weight", [2], .constant(0))
            _ = b.root["b"].parameter("weight", [2], .constant(0))
            b.copyValues(from: a)
        }
    }
}
