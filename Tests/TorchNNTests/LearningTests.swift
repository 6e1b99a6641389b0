import Testing
import Torch
import TorchNN
import TorchTesting

@Suite("Optimiser, clipping and moving average")
struct LearningTests {
    private let seeded = SeededTensors(101)

    private func makeStore() -> ParameterStore {
        let store = ParameterStore(seed: 1)
        _ = store.root.parameter("weight", [2, 3], .uniform(bound: 0.5))
        _ = store.root.parameter("bias", [2], .uniform(bound: 0.5))
        return store
    }

    @Test("Adam passes over parameters without a gradient")
    func skipsNil() throws {
        let store = makeStore()
        let adam = Adam(store, learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8)
        let before = store.tensors.map { $0.detached().cloned() }
        adam.step([Tensor.full(2, shape: [2, 3]), nil])
        // The first step of Adam is the learning rate against the gradient's sign.
        expectClose(store.tensors[0], before[0] - 0.1, absolute: 1e-6)
        expectClose(store.tensors[1], before[1])
        let steps = adam.state.joined().filter { $0.name.hasSuffix(".steps") }.map(\.tensor.item)
        #expect(steps == [1, 0])
        adam.step([nil, nil])
        expectClose(store.tensors[0], before[0] - 0.1, absolute: 1e-6)
        // Its count stands at 0: this is its first step, and of full length.
        adam.step([nil, Tensor.full(-5, shape: [2])])
        expectClose(store.tensors[1], before[1] + 0.1, absolute: 1e-6)
    }

    @Test("Adam's state goes on where it was saved")
    func resumes() {
        let gradients = (0..<6).map { _ in [seeded.normal(2, 3), seeded.normal(2)] }
        let make = { (store: ParameterStore) in
            Adam(store, learningRate: 0.01, beta1: 0.5, beta2: 0.9, epsilon: 1e-8)
        }
        let (straight, broken) = (makeStore(), makeStore())
        let whole = make(straight)
        for gradient in gradients { whole.step(gradient) }
        let first = make(broken)
        for gradient in gradients.prefix(3) { first.step(gradient) }
        let second = make(broken)
        #expect(
            first.state.map { $0.map(\.name) } == [
                ["weight.mean", "weight.square", "weight.steps"],
                ["bias.mean", "bias.square", "bias.steps"],
            ])
        for (old, new) in zip(first.state.joined(), second.state.joined()) {
            new.tensor.copy(from: old.tensor)
        }
        for gradient in gradients.suffix(3) { second.step(gradient) }
        for (a, b) in zip(straight.tensors, broken.tensors) { expectClose(a, b) }
    }

    @Test("the learning rate can change between steps")
    func learningRate() {
        let store = makeStore()
        let adam = Adam(store, learningRate: 0.1, beta1: 0, beta2: 0.999, epsilon: 1e-8)
        adam.learningRate = 0.5
        let before = store.tensors[1].detached().cloned()
        adam.step([nil, Tensor.full(1, shape: [2])])
        expectClose(store.tensors[1], before - 0.5, absolute: 1e-6)
    }

    @Test("clipping scales all gradients by one factor and returns the norm before")
    func clips() {
        let parts = [
            Tensor([3, 0] as [Float], shape: [2]), nil, Tensor([4] as [Float], shape: [1]),
        ]
        #expect(Swift.abs(clipNorm(parts, to: 1) - 5) < 1e-6)
        expectClose(parts[0] ?? Tensor(.nan), [0.6, 0], absolute: 1e-6)
        expectClose(parts[2] ?? Tensor(.nan), [0.8], absolute: 1e-6)
        // Below the limit nothing happens.
        #expect(Swift.abs(clipNorm(parts, to: 1.5) - 1) < 1e-5)
        expectClose(parts[2] ?? Tensor(.nan), [0.8], absolute: 1e-6)
    }

    @Test("gradients that are one number for several inputs are each clipped once")
    func clipsShared() {
        let leaves = (0..<2).map { _ in Tensor.zeros([4]).requiringGradient() }
        let cotangent = Tensor.full(3, shape: [4])
        let slopes = gradients(
            of: [leaves[0] + leaves[1]], withRespectTo: leaves, cotangents: [cotangent])
        // Eight times 3.
        #expect(Swift.abs(clipNorm(slopes, to: 1) - 72.0.squareRoot()) < 1e-5)
        for slope in slopes {
            expectClose(
                slope ?? Tensor(.nan), [Double](repeating: 3 / 72.0.squareRoot(), count: 4),
                absolute: 1e-6)
        }
        expectClose(cotangent, Tensor.full(3, shape: [4]))
        // The gradient of a sum is one number, stretched.
        let stretched = gradients(of: [leaves[0].sum()], withRespectTo: [leaves[0]])
        #expect(clipNorm(stretched, to: 1) == 2)
        expectClose(stretched[0] ?? Tensor(.nan), [0.5, 0.5, 0.5, 0.5], absolute: 1e-6)
    }

    @Test("without any gradient there is nothing to clip")
    func clipsNothing() {
        #expect(clipNorm([nil, nil], to: 1) == 0)
        #expect(clipNorm([], to: 1) == 0)
    }

    @Test("a norm that is not finite is returned as it is")
    func notFinite() {
        #expect(clipNorm([Tensor(.nan)], to: 1).isNaN)
        #expect(clipNorm([Tensor(.infinity)], to: 1) == .infinity)
    }

    @Test("a moving average starts equal and covers what is not learned")
    func movingAverage() throws {
        let stores = (1...2).map { seed in
            let store = ParameterStore(seed: UInt64(seed))
            _ = store.root.parameter("a", [2], .normal(deviation: 1))
            _ = store.root.constant("k", [Double(seed)], shape: [1])
            return store
        }
        let average = MovingAverage(of: stores[0], in: stores[1])
        let a = try stores.map { try #require($0["a"]) }
        let k = try stores.map { try #require($0["k"]) }
        expectClose(a[1], a[0])
        let start = a[0].detached().cloned()
        a[0].copy(from: start.detached() + 1)
        k[0].fill(with: 5)
        average.update(decay: 0.75)
        expectClose(a[1], start + 0.25, absolute: 1e-6)
        expectClose(k[1], [2], absolute: 1e-6)
        average.update(decay: 0)
        expectClose(a[1], a[0], absolute: 1e-6)
        average.update(decay: 1)
        expectClose(a[1], a[0], absolute: 1e-6)
        #expect(a[1].requiresGradient)
    }
}
