import Testing
import Torch
import TorchTesting

@Suite("Values that something else computed")
struct ComputedTests {
    /// x² and 3 y, with gradients by hand; the closure sees which of them somebody depends on.
    private func values(
        of x: Tensor, _ y: Tensor, told: @escaping ([Bool], [Bool]) -> Void = { _, _ in }
    ) -> [Tensor] {
        computed([x.detached() * x.detached(), 3 * y.detached()], of: [x, y]) { slopes, wanted in
            told(slopes.map { $0 != nil }, wanted)
            return [slopes[0].map { 2 * x.detached() * $0 }, slopes[1].map { 3 * $0 }]
        }
    }

    @Test("gradients go through them, and on to what the inputs are made of")
    func gradientsGoThrough() throws {
        let seeded = SeededTensors(3)
        let leaf = seeded.normal(4, 3).requiringGradient()
        let other = seeded.normal(4, 3).requiringGradient()
        let made = values(of: sin(leaf), other)
        let found = gradients(of: [(made[0] * made[1]).sum()], withRespectTo: [leaf, other])
        let plain = (sin(leaf) * sin(leaf) * (3 * other)).sum()
        let expected = gradients(of: [plain], withRespectTo: [leaf, other])
        for (mine, theirs) in zip(found, expected) {
            expectClose(try #require(mine), try #require(theirs))
        }
    }

    @Test("what nobody depends on has no slopes, and what gets none has no gradient")
    func nothing() throws {
        let x = SeededTensors(5).normal(3).requiringGradient()
        let y = SeededTensors(6).normal(3).requiringGradient()
        var told: [[Bool]] = []
        let made = values(of: x, y) { told += [$0, $1] }
        let found = gradients(of: [made[1].sum()], withRespectTo: [x, y])
        #expect(told == [[false, true], [true, true]])
        #expect(found[0] == nil)
        expectClose(try #require(found[1]), 3 * y.onesLike())
    }

    @Test("of inputs without gradient they have none, and the numbers given stay outside the graph")
    func withoutGradient() {
        let (x, y) = (SeededTensors(5).normal(3), SeededTensors(6).normal(3))
        #expect(values(of: x, y).allSatisfy { !$0.requiresGradient })
        let given = SeededTensors(7).normal(3)
        let made = computed([given], of: [x.detached().requiringGradient()]) { slopes, _ in slopes }
        #expect(made[0].requiresGradient && !given.requiresGradient)
    }

    @Test("the closure is released with the graph")
    func released() {
        final class Token {}
        weak var held: Token?
        do {
            let token = Token()
            held = token
            let made = computed(
                [Tensor.full(1, shape: [2])], of: [Tensor.full(1, shape: [2]).requiringGradient()]
            ) { slopes, _ in
                _ = token
                return slopes
            }
            #expect(held != nil && made[0].requiresGradient)
        }
        #expect(held == nil)
    }
}
