import CIPS3DModel
import CKernels
import Testing

@Suite("Importance sampling")
struct ImportanceTests {
    private let draws = 12

    /// The PyTorch code for one ray, in single precision because that decides which bin a draw
    /// falls into; `searchsorted` finds the first entry that is not below u.
    private func reference(_ z: [Float], _ weights: [Float], _ u: Float) -> Double {
        let bins = zip(z, z.dropFirst()).map { 0.5 * ($1 + $0) }
        let shares = weights.map { ($0 + 1e-5) + 1e-5 }.dropFirst().dropLast()
        let total = shares.reduce(0, +)
        var cumulative: [Float] = [0]
        for share in shares { cumulative.append((cumulative.last ?? 0) + share / total) }
        let index = cumulative.firstIndex { $0 >= u } ?? cumulative.count
        let low = max(index - 1, 0)
        let high = min(index, cumulative.count - 1)
        let width = cumulative[high] - cumulative[low]
        let part = Double(u - cumulative[low]) / Double(width < 1e-5 ? 1 : width)
        return Double(bins[low]) + part * Double(bins[high] - bins[low])
    }

    /// Column of a panel.
    private func lane(_ lane: Int, _ panel: AlignedNumbers, _ kernel: KernelUnderTest) -> [Float] {
        stride(from: lane, to: panel.count, by: kernel.lanes).map { panel[$0] }
    }

    private func compare(
        _ kernel: KernelUnderTest, _ distances: AlignedNumbers, _ weights: AlignedNumbers,
        _ comment: Comment
    ) {
        var random = LatentGenerator(seed: 11, stream: .shape)
        let samples = distances.count / kernel.lanes
        let u = AlignedNumbers(random.uniforms(draws * kernel.lanes, 0...1))
        // Both ends, and the last number below 1.
        (u[0], u[1], u[2]) = (0, Float(1).nextDown, 1)
        // Into the first of the narrowest bins.
        (u[3], u[4]) = (2e-6, 6e-6)
        let room = AlignedNumbers(count: 2 * samples * kernel.lanes)
        let drawn = AlignedNumbers(count: draws * kernel.lanes)
        kernel.functions.importance(
            Int32(samples), distances.start, weights.start, Int32(draws), u.start, room.start,
            drawn.start)
        for index in 0..<drawn.count {
            let ray = index % kernel.lanes
            let expected = reference(
                lane(ray, distances, kernel), lane(ray, weights, kernel), u[index])
            // Distances are below 2: the rounding of u - c, of the quotient and of the sum.
            let error = abs(Double(drawn[index]) - expected)
            #expect(error <= 8 * KernelUnderTest.rounding, comment)
        }
    }

    @Test(
        "draws are as in the PyTorch code", arguments: KernelUnderTest.all, [3, 4, 12, 24, 48])
    func reference(kernel: KernelUnderTest, samples: Int) {
        var random = LatentGenerator(seed: 10, stream: .shape)
        let count = samples * kernel.lanes
        let jitter = random.uniforms(count, 0...0.9)
        let distances = AlignedNumbers(
            jitter.indices.map {
                0.9 + 0.2 * (Float($0 / kernel.lanes) + jitter[$0]) / Float(samples)
            })
        compare(
            kernel, distances, AlignedNumbers(random.uniforms(count, 0...1 / Float(samples))),
            "random weights")
        compare(kernel, distances, AlignedNumbers(count: count), "an empty ray")
        // Bins beside the surface are nearly empty.
        let surface = AlignedNumbers(count: count)
        (surface.start + samples / 2 * kernel.lanes).update(repeating: 1, count: kernel.lanes)
        compare(kernel, distances, surface, "one surface")
        // More weight than a ray has: bins so narrow that their width counts as 1.
        (surface.start + samples / 2 * kernel.lanes).update(repeating: 5, count: kernel.lanes)
        compare(kernel, distances, surface, "too much weight")
    }
}
