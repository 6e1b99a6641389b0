import Foundation
import Testing
import Torch
import TorchTesting

/// Functions of every element against the C library's.
@Suite("Elementwise functions")
struct ElementwiseTests {
    struct Function: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let tensor: @Sendable (Tensor) -> Tensor
        let number: @Sendable (Double) -> Double
        let points: [Double]

        init(
            _ name: String, _ tensor: @escaping @Sendable (Tensor) -> Tensor,
            _ number: @escaping @Sendable (Double) -> Double,
            at points: [Double] = [-3.5, -1, -0.25, 0, 1e-9, 0.5, 1.5, 2.5, 7]
        ) {
            testDescription = name
            (self.tensor, self.number, self.points) = (tensor, number, points)
        }
    }

    static let positive = [1e-9, 0.25, 1, 2, 1e6]

    static let functions: [Function] = [
        Function("abs", { Torch.abs($0) }, { Swift.abs($0) }),
        Function("ceil", { Torch.ceil($0) }, { Foundation.ceil($0) }),
        Function("cos", { Torch.cos($0) }, { Foundation.cos($0) }),
        Function("erf", { Torch.erf($0) }, { Foundation.erf($0) }),
        Function("exp", { Torch.exp($0) }, { Foundation.exp($0) }),
        Function("expMinusOne", { expMinusOne($0) }, { expm1($0) }),
        Function("floor", { Torch.floor($0) }, { Foundation.floor($0) }),
        Function("log", { Torch.log($0) }, { Foundation.log($0) }, at: positive),
        Function("logOnePlus", { logOnePlus($0) }, { log1p($0) }, at: positive + [-0.5]),
        Function("relu", { relu($0) }, { Swift.max($0, 0) }),
        Function("relu6", { relu6(3 * $0) }, { Swift.min(Swift.max(3 * $0, 0), 6) }),
        Function("round", { Torch.round($0) }, { $0.rounded(.toNearestOrEven) }),
        Function("rsqrt", { rsqrt($0) }, { 1 / $0.squareRoot() }, at: positive),
        Function("sigmoid", { sigmoid($0) }, { 1 / (1 + Foundation.exp(-$0)) }),
        Function("sign", { sign($0) }, { $0 == 0 ? 0 : $0 < 0 ? -1 : 1 }),
        Function("sin", { Torch.sin($0) }, { Foundation.sin($0) }),
        Function("softplus", { softplus($0) }, { log1p(Foundation.exp($0)) }),
        Function("sqrt", { Torch.sqrt($0) }, { $0.squareRoot() }, at: positive + [0]),
        Function("tan", { Torch.tan($0) }, { Foundation.tan($0) }),
        Function("tanh", { Torch.tanh($0) }, { Foundation.tanh($0) }),
        Function("squared", { $0.squared }, { $0 * $0 }),
        Function("reciprocal", { $0.reciprocal }, { 1 / $0 }, at: [-2, -0.5, 0.25, 4]),
        Function("negative", { -$0 }, { -$0 }),
        Function("leaky ReLU", { leakyReLU($0) }, { $0 > 0 ? $0 : 0.2 * $0 }),
        Function("leaky ReLU, slope 0.5", { leakyReLU($0, slope: 0.5) }, { Swift.max($0, $0 / 2) }),
        Function("power 3", { $0.power(3) }, { pow($0, 3) }),
        Function("power 0.5", { $0.power(0.5) }, { pow($0, 0.5) }, at: positive),
        Function("clamped below", { $0.clamped(minimum: -0.5) }, { Swift.max($0, -0.5) }),
        Function("clamped above", { $0.clamped(maximum: 0.5) }, { Swift.min($0, 0.5) }),
        Function("x + s", { $0 + 1.5 }, { $0 + 1.5 }),
        Function("s + x", { 1.5 + $0 }, { $0 + 1.5 }),
        Function("x - s", { $0 - 1.5 }, { $0 - 1.5 }),
        Function("s - x", { 1.5 - $0 }, { 1.5 - $0 }),
        Function("x * s", { $0 * 1.5 }, { $0 * 1.5 }),
        Function("s * x", { 1.5 * $0 }, { $0 * 1.5 }),
        Function("x / s", { $0 / 3 }, { $0 / 3 }),
        Function("s / x", { 3 / $0 }, { 3 / $0 }, at: [-2, 0.5, 7]),
    ]

    @Test("agrees with the C library", arguments: functions)
    func agrees(_ function: Function) {
        let points = function.points
        for (type, tolerance) in [(ScalarType.float64, 1e-14), (.float32, 1e-6)] {
            let x = Tensor(points, shape: [points.count]).converted(to: type)
            let y = function.tensor(x)
            #expect(y.type == type)
            // A few units in the last place; vector code need not round correctly.
            let expected = x.array(of: Double.self).map(function.number)
            expectClose(y, expected, absolute: tolerance, relative: tolerance)
        }
    }

    @Test("binary functions, with axes of length one stretched")
    func binary() {
        let a = Tensor([-2.0, 0.5, 3], shape: [3, 1])
        let b = Tensor([1.0, -4], shape: [1, 2])
        let table: [(Tensor, (Double, Double) -> Double)] = [
            (a + b, { $0 + $1 }), (a - b, { $0 - $1 }), (a * b, { $0 * $1 }),
            (a / b, { $0 / $1 }), (maximum(a, b), { Swift.max($0, $1) }),
            (minimum(a, b), { Swift.min($0, $1) }), (atan2(a, b), { Foundation.atan2($0, $1) }),
            (Torch.abs(a).power(b), { pow(Swift.abs($0), $1) }),
            (interpolate(a, b, weight: 0.3), { $0 + 0.3 * ($1 - $0) }),
        ]
        for (result, function) in table {
            #expect(result.shape == [3, 2])
            let expected = [-2, 0.5, 3].flatMap { x in [1.0, -4].map { function(x, $0) } }
            expectClose(result, expected, absolute: 1e-14, relative: 1e-14)
        }
    }

    @Test("comparisons and truth values")
    func comparisons() {
        let a = Tensor([1.0, 2, 3], shape: [3])
        let b = Tensor([3.0, 2, 1], shape: [3])
        let table: [(Tensor, [UInt8])] = [
            (a .== b, [0, 1, 0]), (a .!= b, [1, 0, 1]), (a .< b, [1, 0, 0]),
            (a .<= b, [1, 1, 0]), (a .> b, [0, 0, 1]), (a .>= b, [0, 1, 1]),
            (a .== 2, [0, 1, 0]), (a .< 2, [1, 0, 0]), (a .<= 2, [1, 1, 0]),
            (a .> 2, [0, 0, 1]), (a .>= 2, [0, 1, 1]),
            ((a .> 1) .& (a .< 3), [0, 1, 0]), ((a .< 2) .| (a .> 2), [1, 0, 1]),
            ((a .> 1).logicalNot, [1, 0, 0]),
        ]
        for (result, expected) in table {
            #expect(result.type == .bool)
            #expect(result.array(of: UInt8.self) == expected)
        }
        expectClose(select(where: a .> b, a, 0 * a), [0, 0, 3])
    }

    @Test("numbers that are none are found")
    func notFinite() {
        let x = Tensor([1, .infinity, -.infinity, .nan] as [Float], shape: [4])
        #expect(x.isFinite.array(of: UInt8.self) == [1, 0, 0, 0])
        #expect(x.isNaN.array(of: UInt8.self) == [0, 0, 0, 1])
        // No whole number is that large; the comparison is none of integers.
        let whole = Tensor([1, .max] as [Int64], shape: [2])
        #expect((whole .< .infinity).array(of: UInt8.self) == [1, 1])
        #expect((whole .> -1e300).array(of: UInt8.self) == [1, 1])
    }

    @Test("whole numbers stay whole, exactly")
    func integers() {
        let large: Int64 = (1 << 60) + 1  // not a double
        let x = Tensor([large, -7, 2] as [Int64], shape: [3])
        let table: [(Tensor, [Int64])] = [
            (x + 1, [large + 1, -6, 3]), (x - 1, [large - 1, -8, 1]), (1 - x, [1 - large, 8, -1]),
            (x * 2, [large * 2, -14, 4]), (-x, [-large, 7, -2]), (x + x, [large * 2, -14, 4]),
            (x.clamped(minimum: 0), [large, 0, 2]), (x.clamped(maximum: 2), [2, -7, 2]),
            (x.squared.narrowed(0, 1..<3), [49, 4]), (x.sum(), [large - 5]),
            (x.cumulativeSum(0), [large, large - 7, large - 5]), (x.maximum(), [large]),
        ]
        for (result, expected) in table {
            #expect(result.type == .int64)
            #expect(result.array(of: Int64.self) == expected)
        }
        #expect((x + 0.5).type == .float32)
        expectClose((x / 2.0).narrowed(0, 1..<3), [-3.5, 1])
    }
}
