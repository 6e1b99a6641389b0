import CKernels
import Foundation
import Testing

/// Against the C library's functions in double precision.
@Suite("What keeps densities from being negative")
struct DensityKernelTests {
    /// How many numbers a sweep has.
    private static let count = 1 << 18
    /// How far a softplus may be from the true one, as a share of it, as elementary.h says; 2.8e-7
    /// was measured over a third of all numbers, with and without a fused multiply-add.
    private static let tolerance = 3e-7

    /// Evenly spaced numbers, the first of them replaced by special ones.
    private func sweep(_ range: ClosedRange<Double>, _ special: [Float]) -> [Float] {
        let step = (range.upperBound - range.lowerBound) / Double(Self.count - 1)
        let even = (special.count..<Self.count).map { Float(range.lowerBound + step * Double($0)) }
        return special + even
    }

    private func densities(
        _ x: [Float], _ kind: ck_density, _ kernel: KernelUnderTest
    ) -> [Float] {
        let numbers = AlignedNumbers(x)
        kernel.functions.density(kind, x.count, numbers.start)
        return numbers.values
    }

    @Test(
        "a softplus is within 3e-7 of its value and never below x", arguments: KernelUnderTest.all)
    func softplus(kernel: KernelUnderTest) {
        let x = sweep(-87...88, [0, -0, 1e-38, -1e-38, 1e-8, -1e-8, 0.5, 16.64, -87, 88])
        let y = densities(x, CK_SOFTPLUS, kernel)
        let worst = zip(x, y).reduce(0.0) { worst, pair in
            let error = abs(Double(pair.1) / log1p(exp(Double(pair.0))) - 1)
            return error.isNaN ? .infinity : max(worst, error)
        }
        #expect(worst <= Self.tolerance)
        #expect(zip(x, y).allSatisfy { $1 > 0 && $1 >= $0 })
    }

    @Test("a softplus far out is x, or what it is at -87", arguments: KernelUnderTest.all)
    func softplusFarOut(kernel: KernelUnderTest) {
        let low: [Float] = [-1e30, -.infinity, -88, -.greatestFiniteMagnitude]
        let high: [Float] = [1e30, .infinity, 89, .greatestFiniteMagnitude]
        let x = (0..<64).map { $0 < 32 ? low[$0 % 4] : high[$0 % 4] }
        let y = densities(x, CK_SOFTPLUS, kernel)
        for value in y[..<32] {
            #expect(abs(Double(value) / exp(-87.0) - 1) <= Self.tolerance)
        }
        #expect(Array(y[32...]) == Array(x[32...]))
    }

    @Test("a relu is the larger of x and 0, to the bit", arguments: KernelUnderTest.all)
    func relu(kernel: KernelUnderTest) {
        let x = sweep(-100...100, [0, 1e-38, -1e-38, 1e30, -1e30, .infinity, -.infinity])
        #expect(densities(x, CK_RELU, kernel) == x.map { max(0, $0) })
    }

    @Test(
        "what is not a number stays so, beside numbers that stay too",
        arguments: KernelUnderTest.all)
    func notANumber(kernel: KernelUnderTest) {
        let x = (0..<64).map { $0.isMultiple(of: 2) ? Float.nan : 1 }
        for kind in [CK_RELU, CK_SOFTPLUS] {
            let y = densities(x, kind, kernel)
            #expect(y.enumerated().allSatisfy { $1.isNaN == $0.isMultiple(of: 2) })
        }
    }
}
