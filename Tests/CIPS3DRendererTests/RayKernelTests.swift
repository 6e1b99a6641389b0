import CIPS3DModel
import CKernels
import Testing

@Suite("Points and sums along rays")
struct RayKernelTests {
    @Test("points lie on their rays", arguments: KernelUnderTest.all)
    func points(kernel: KernelUnderTest) {
        var random = LatentGenerator(seed: 6, stream: .shape)
        let origin: [Float] = [0.25, -0.5, 1]
        let directions = AlignedNumbers(random.uniforms(3 * kernel.lanes, -1...1))
        let distances = AlignedNumbers(random.uniforms(kernel.lanes, 0.5...2))
        let points = AlignedNumbers(count: 3 * kernel.lanes)
        kernel.functions.points(origin, directions.start, distances.start, 8.25, points.start)
        for (index, point) in points.values.enumerated() {
            let start = Double(origin[index / kernel.lanes])
            let step = Double(directions[index]) * Double(distances[index % kernel.lanes])
            let bound = 8.25 * 4 * KernelUnderTest.rounding * (abs(start) + abs(step))
            #expect(abs(Double(point) - 8.25 * (start + step)) <= bound)
        }
    }

    @Test("weighted panels are added", arguments: KernelUnderTest.all, [1, 2, 33, 64])
    func accumulate(kernel: KernelUnderTest, channels: Int) {
        var random = LatentGenerator(seed: 7, stream: .shape)
        let weight = AlignedNumbers(random.uniforms(kernel.lanes, 0...1))
        let x = AlignedNumbers(random.uniforms(channels * kernel.lanes, -1...1))
        let before = random.uniforms(channels * kernel.lanes, -1...1)
        let sum = AlignedNumbers(before)
        kernel.functions.accumulate(Int32(channels), weight.start, x.start, sum.start)
        for index in before.indices {
            let term = Double(weight[index % kernel.lanes]) * Double(x[index])
            // A product below 1 and a sum below 2.
            let error = abs(Double(sum[index]) - Double(before[index]) - term)
            #expect(error <= 3 * KernelUnderTest.rounding)
        }
    }

    @Test("any lane above a threshold is seen, an equal one is not", arguments: KernelUnderTest.all)
    func anyAbove(kernel: KernelUnderTest) {
        let x = AlignedNumbers(count: kernel.lanes)
        #expect(!kernel.functions.any_above(0, x.start))
        #expect(kernel.functions.any_above(-1e-30, x.start))
        for lane in 0..<kernel.lanes {
            x[lane] = 1e-10
            #expect(kernel.functions.any_above(0.99e-10, x.start), "lane \(lane)")
            #expect(!kernel.functions.any_above(1e-10, x.start), "lane \(lane)")
            x[lane] = -1
        }
    }

    @Test(
        "ranks are a permutation; equal distances keep their order", arguments: KernelUnderTest.all)
    func ranks(kernel: KernelUnderTest) {
        var random = LatentGenerator(seed: 8, stream: .shape)
        for samples in [1, 2, 3, 24, 48] {
            // Few different ones, so that many are equal.
            let z = AlignedNumbers(
                random.uniforms(samples * kernel.lanes, 0...Float(samples) / 2)
                    .map { $0.rounded(.down) })
            var ranks = [Int32](repeating: -1, count: samples * kernel.lanes)
            kernel.functions.ranks(Int32(samples), z.start, &ranks)
            for lane in 0..<kernel.lanes {
                let order = (0..<samples).sorted {
                    let (a, b) = (z[$0 * kernel.lanes + lane], z[$1 * kernel.lanes + lane])
                    return a < b || (a == b && $0 < $1)
                }
                for (rank, sample) in order.enumerated() {
                    #expect(ranks[sample * kernel.lanes + lane] == rank)
                }
            }
        }
    }
}
