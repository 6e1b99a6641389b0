import Testing
import Torch
import TorchTesting

@Suite("Random sources, devices and the runtime")
struct RandomSourceTests {
    private func draw(_ source: RandomSource) -> [Tensor] {
        [source.normal([33]), source.uniform([5, 7]), source.permutation(20), source.normal([2])]
    }

    private func expectEqual(_ a: [Tensor], _ b: [Tensor]) {
        for (x, y) in zip(a, b) { expectClose(x, y) }
    }

    @Test("one seed gives the same numbers, another other ones")
    func seeds() {
        expectEqual(draw(RandomSource(seed: 7)), draw(RandomSource(seed: 7)))
        let (a, b) = (draw(RandomSource(seed: 7)), draw(RandomSource(seed: 8)))
        for (x, y) in zip(a, b) { #expect(x.array(of: Double.self) != y.array(of: Double.self)) }
    }

    @Test("a saved state goes on where it was, also in the middle of a pair of normals")
    func states() throws {
        let source = RandomSource(seed: 7)
        _ = source.normal([3])
        let state = source.state
        let first = draw(source)
        try source.restore(state)
        expectEqual(draw(source), first)
        let other = RandomSource(seed: 99)
        try other.restore(state)
        expectEqual(draw(other), first)
    }

    @Test("what is no state is refused and changes nothing")
    func badStates() throws {
        let source = RandomSource(seed: 7)
        let twin = RandomSource(seed: 7)
        let state = source.state
        for bad in [
            Tensor([1, 2, 3] as [UInt8], shape: [3]), Tensor([1.5] as [Float], shape: [1]),
            state.converted(to: .float32), state.narrowed(0, 0..<state.count - 1).contiguous(),
        ] {
            let error = #expect(throws: TorchError.self) { try source.restore(bad) }
            #expect(error?.description.contains("The state is not that of a random source") == true)
        }
        expectEqual(draw(source), draw(twin))
    }

    @Test("the number of threads does not change what is drawn")
    func threads() {
        let before = TorchRuntime.threadCount
        defer { TorchRuntime.threadCount = before }
        let results = [1, 2, 3].map { count in
            TorchRuntime.threadCount = count
            #expect(TorchRuntime.threadCount == count)
            let source = RandomSource(seed: 7)
            // Large enough to be split among threads.
            return [source.normal([300_000]), source.uniform([300_000])] + draw(source)
        }
        expectEqual(results[0], results[1])
        expectEqual(results[0], results[2])
    }

    @Test("normal draws are normal, uniform ones uniform, a permutation has every number once")
    func distributions() {
        let source = RandomSource(seed: 7)
        let normal = source.normal([100_000], type: .float64)
        // One sigma of the mean is 0.003, of the variance 0.0045.
        expectClose(normal.mean(), [0], absolute: 0.015)
        expectClose(normal.variance(), [1], absolute: 0.02)
        let uniform = source.uniform([100_000])
        #expect(uniform.minimum().item >= 0 && uniform.maximum().item < 1)
        expectClose(uniform.mean(), [0.5], absolute: 0.005)
        let order = source.permutation(50)
        #expect(order.type == .int64)
        #expect(order.array(of: Int64.self).sorted() == Array(0..<50))
        #expect(order.array(of: Int64.self) != Array(0..<50))
    }

    @Test("devices by name")
    func devices() throws {
        #expect(try Device(named: "cpu") == .cpu)
        #expect(Device.cpu.isCPU && !Device.cuda(0).isCPU)
        #expect(Device.cuda(3).description == "cuda:3" && Device.cpu.description == "cpu")
        for name in [
            "gpu", "", "CPU", "cuda:", "cuda:-1", "cuda:x", "cuda:1:2", "cuda:128", "cpu:0",
        ] {
            let error = #expect(throws: TorchError.self) { try Device(named: name) }
            #expect(error?.description == "There is no device “\(name)”; use cpu, cuda or cuda:N.")
        }
        let missing = "cuda:\(min(TorchRuntime.cudaDeviceCount, 127))"
        let error = #expect(throws: TorchError.self) { try Device(named: missing) }
        #expect(error?.description.contains("The device \(missing) is not available") == true)
    }

    @Test("the library says what it is")
    func runtime() {
        #expect(TorchRuntime.version.split(separator: ".").count >= 3)
        #expect(TorchRuntime.buildDescription.contains("PyTorch built with"))
        #expect(TorchRuntime.cudaDeviceCount >= 0)
    }
}
