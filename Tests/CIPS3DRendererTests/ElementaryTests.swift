import Foundation
import Testing

/// Against the C library's functions in double precision.
@Suite("Sine, exponential and hyperbolic tangent")
struct ElementaryTests {
    /// How many numbers a sweep has.
    private static let count = 1 << 18

    /// Evenly spaced numbers, the first of them replaced by special ones.
    private func sweep(_ range: ClosedRange<Double>, _ special: [Float] = []) -> [Float] {
        let step = (range.upperBound - range.lowerBound) / Double(Self.count - 1)
        let even = (special.count..<Self.count).map { Float(range.lowerBound + step * Double($0)) }
        return special + even
    }

    private func applied(
        _ function: (@convention(c) (Int, UnsafeMutablePointer<Float>?) -> Void)?, _ x: [Float]
    ) -> [Float] {
        let numbers = AlignedNumbers(x)
        function?(x.count, numbers.start)
        return numbers.values
    }

    /// The largest error, by a function of argument and result.
    private func worst(_ x: [Float], _ y: [Float], _ error: (Double, Double) -> Double) -> Double {
        zip(x, y).reduce(0) { worst, pair in
            let found = error(Double(pair.0), Double(pair.1))
            return found.isNaN ? .infinity : max(worst, found)
        }
    }

    /// sin(pi x), the range reduced without rounding.
    private func sineOfPi(_ x: Double) -> Double {
        sin(.pi * x.truncatingRemainder(dividingBy: 2))
    }

    @Test("sin(pi x) keeps its bound up to 2^22", arguments: KernelUnderTest.all)
    func sine(kernel: KernelUnderTest) {
        let special: [Float] = [
            0, -0, 1e-38, 0.5, -0.5, 1, 1.5, 65_536.5, 1_048_575.75, -2_097_151.5, 4_194_303.5,
        ]
        for range in [-1000.0...1000, -2...2, 4_000_000...4_194_303] {
            let x = sweep(range, special)
            let error = worst(x, applied(kernel.functions.sine, x)) { abs($1 - sineOfPi($0)) }
            #expect(error <= kernel.sineTolerance, "\(range)")
        }
    }

    @Test("the sine of a small number keeps its digits", arguments: KernelUnderTest.all)
    func smallSine(kernel: KernelUnderTest) {
        // From 1e-30 to 1e-3. The factor pi, the product with it, and what is left of the cube.
        let x = (0..<1024).map { Float(pow(10, -30 + 27 * Double($0) / 1023)) }
        let error = worst(x, applied(kernel.functions.sine, x)) { abs($1 / sin(.pi * $0) - 1) }
        #expect(error <= 4 * KernelUnderTest.rounding)
    }

    @Test("the exponential is within 1e-7 of its value", arguments: KernelUnderTest.all)
    func exponential(kernel: KernelUnderTest) {
        let x = sweep(-87...88, [1e-38, 1e-8, -1e-8, 0.34657359, -87, 88])
        let error = worst(x, applied(kernel.functions.exponential, x)) { abs($1 / exp($0) - 1) }
        #expect(error <= 1e-7)
    }

    @Test("the exponential of 0 is 1 to the bit", arguments: KernelUnderTest.all)
    func exponentialOfZero(kernel: KernelUnderTest) {
        // An empty interval has to be transparent, not nearly so.
        let y = applied(kernel.functions.exponential, [Float](repeating: 0, count: 64))
        #expect(y.allSatisfy { $0 == 1 })
    }

    @Test("the exponential stays at its bounds beyond them", arguments: KernelUnderTest.all)
    func exponentialBeyond(kernel: KernelUnderTest) {
        let x = [Float](repeating: -.infinity, count: 32) + [Float](repeating: 1e30, count: 32)
        let y = applied(kernel.functions.exponential, x)
        for (argument, value) in zip(x, y) {
            #expect(abs(Double(value) / exp(argument < 0 ? -87.0 : 88) - 1) <= 1e-7)
        }
    }

    @Test("tanh is within 2e-7 and never beyond 1", arguments: KernelUnderTest.all)
    func hyperbolicTangent(kernel: KernelUnderTest) {
        let x = sweep(-12...12, [0, 1e-30, 20, -20, 1e30, -.infinity, .infinity])
        let y = applied(kernel.functions.tanh, x)
        #expect(worst(x, y) { abs($1 - tanh($0)) } <= 2e-7)
        #expect(y.allSatisfy { abs($0) <= 1 })
    }
}
