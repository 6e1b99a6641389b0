import Testing
import Torch
import TorchTesting

@Suite("Reductions")
struct ReductionTests {
    private let x = Tensor([1.0, 2, 3, 4, 5, 9], shape: [2, 3])

    @Test("over an axis, over all, and with the axes kept")
    func axes() {
        expectClose(x.sum(), [24])
        expectClose(x.sum(0), [5, 7, 12])
        expectClose(x.sum(1), [6, 18])
        expectClose(x.sum(-1), [6, 18])
        expectClose(x.sum(0, 1), [24])
        #expect(x.sum().shape == [])
        #expect(x.sum(1, keepingAxes: true).shape == [2, 1])
        #expect(x.sum(keepingAxes: true).shape == [1, 1])
    }

    @Test("every reduction by hand")
    func values() {
        expectClose(x.mean(1), [2, 6])
        expectClose(x.mean(), [4], relative: 1e-15)
        // Biased: (1 + 0 + 1) / 3 and (4 + 1 + 9) / 3.
        expectClose(x.variance(1), [2.0 / 3, 14.0 / 3], relative: 1e-14)
        expectClose(x.maximum(0), [4, 5, 9])
        expectClose(x.minimum(1), [1, 4])
        expectClose(x.maximum(), [9])
        expectClose(x.minimum(), [1])
        // Roots of 14 and 122, and of 136.
        expectClose(x.norm(1), [3.7416573867739413, 11.045361017187261], relative: 1e-14)
        expectClose(x.norm(), [11.661903789690601], relative: 1e-14)
        // e + e² + e³ and so on, by way of the largest.
        expectClose(x.logSumExp(1), [3.4076059644443806, 9.024744890138823], relative: 1e-9)
    }

    @Test("a scalar reduces to itself")
    func scalars() {
        let s = Tensor(3, type: .float64)
        for result in [s.sum(), s.mean(), s.maximum(), s.minimum(), s.norm(), s.logSumExp()] {
            expectClose(result, [3])
            #expect(result.shape == [])
        }
        expectClose(s.variance(), [0])
    }

    @Test("running sums and products, and shares along an axis")
    func alongAxis() {
        expectClose(x.cumulativeSum(1), [1, 3, 6, 4, 9, 18])
        expectClose(x.cumulativeProduct(0), [1, 2, 3, 4, 10, 27])
        expectClose(x.softmax(1).sum(1), [1, 1], absolute: 1e-14)
        expectClose(
            x.softmax(0).narrowed(0, 1..<2), [3, 3, 6].map { 1 / (1 + exp(-$0)) },
            absolute: 1e-14)
        expectClose(x.logSoftmax(1), log(x.softmax(1)), absolute: 1e-13)
        #expect(x.argmax(1).array(of: Int64.self) == [2, 2])
        #expect(x.argmin(0).array(of: Int64.self) == [0, 0, 0])
    }

    @Test("large exponents do not overflow")
    func overflow() {
        expectClose(
            Tensor([1000.0, 1000], shape: [2]).logSumExp(), [1000.6931471805599],
            absolute: 1e-9)
        expectClose(softplus(Tensor([1000.0, -1000], shape: [2])), [1000, 0])
    }

    private func exp(_ value: Double) -> Double { Torch.exp(Tensor(value, type: .float64)).item }
}
