import CIPS3DTraining
import Testing
import Torch
import TorchNN
import TorchTesting

@Suite("A convolution whose largest singular value is one")
struct SpectralConvolutionTests {
    private let seeded = SeededTensors(61)
    private let store = ParameterStore(seed: 5, type: .float64)
    private let layer: SpectralConvolution

    init() {
        layer = SpectralConvolution(3, 4, side: 3, padding: 0, in: store.root)
    }

    /// A tensor of the layer.
    private func tensor(_ name: String) throws -> Tensor { try #require(store[name]) }

    /// What the layer multiplies patches by, `[27, 4]`: its answers to patches of one 1 each.
    private func effectiveWeights() throws -> Tensor {
        let ones = (0..<27 * 27).map { $0 % 28 == 0 ? 1.0 : 0 }
        let patches = Tensor(ones, shape: [27, 3, 3, 3])
        let bias = try tensor("bias").reshaped(1, 4)
        return withoutGradient { layer(patches).reshaped(27, 4) - bias }
    }

    private func largestSingularValue(of matrix: Tensor) -> Double {
        let squares = matmul(matrix.transposed(0, 1), matrix).symmetricEigenvalues()
        return (squares.array(of: Double.self).last ?? .nan).squareRoot()
    }

    @Test("after many iterations the largest singular value of what it multiplies by is one")
    func norm() throws {
        // Those that it begins with come near it; what they find is never more than the norm.
        let first = try largestSingularValue(of: effectiveWeights())
        #expect(first > 1 - 1e-12 && first < 1.05)
        for _ in 0..<500 { layer.iterate() }
        let last = try largestSingularValue(of: effectiveWeights())
        // Roundings of double precision; singular values of random matrices are percents apart,
        // and each iteration shrinks the error by the square of their ratio.
        #expect(abs(last - 1) < 1e-9)
        let weight = try tensor("weight").detached().reshaped(4, 27)
        let norm = largestSingularValue(of: weight.transposed(0, 1))
        let vectors = try (tensor("left"), tensor("right"))
        let product = (vectors.0 * matmul(weight, vectors.1)).sum().item
        #expect(abs(product / norm - 1) < 1e-9 && abs(norm - 1) > 0.01)
    }

    @Test("the size of the weights does not matter, and that of the bias does")
    func scale() throws {
        let x = seeded.normal(2, 3, 5, 5, type: .float64)
        let before = withoutGradient { layer(x) }
        let (weight, bias) = try (tensor("weight").detached(), tensor("bias").detached())
        InPlace.scale([weight], by: 7)
        // Rounded products of the same numbers.
        expectClose(withoutGradient { layer(x) }, before, absolute: 1e-12)
        bias.copy(from: bias + 1)
        expectClose(withoutGradient { layer(x) }, before + 1, absolute: 1e-12)
    }

    @Test("gradients of weights, through the norm too, of the bias and of the images")
    func gradient() throws {
        let x = seeded.normal(2, 3, 5, 5, type: .float64)
        let cotangent = seeded.normal(2, 4, 3, 3, type: .float64)
        let function = { (images: Tensor) in (layer(images) * cotangent).sum() }
        expectGradient(at: x, of: function)
        let slopes = gradients(of: [function(x)], withRespectTo: store.learned)
        #expect(slopes.count == 2)
        for (parameter, slope) in zip(store.learned, slopes) {
            let slope = try #require(slope)
            let expected = withoutGradient {
                numericalGradient(moving: parameter) { function(x) }
            }
            // Central differences of a function whose third derivatives are of the order of one.
            expectClose(slope, expected, absolute: 1e-7, relative: 1e-6)
        }
        // Along themselves weights change nothing: so the norm's part is in the gradient.
        let (slope, weight) = try (#require(slopes[0]), tensor("weight").detached())
        #expect(abs((slope * weight).sum().item) < 1e-10)
    }

    @Test("an iteration changes the two stored vectors, whose length is one, and nothing else")
    func iteration() throws {
        let names = ["weight", "bias", "left", "right"]
        #expect(store.paths == names && store.learnedPaths == ["weight", "bias"])
        #expect(try tensor("left").shape == [4])
        #expect(try tensor("right").shape == [27])
        let numbers = { try names.map { try tensor($0).array(of: Double.self) } }
        let before = try numbers()
        layer.iterate()
        let after = try numbers()
        #expect(after[0] == before[0] && after[1] == before[1])
        #expect(after[2] != before[2] && after[3] != before[3])
        for vector in after[2...] {
            // Sums of at most 27 squares.
            #expect(abs(vector.map { $0 * $0 }.reduce(0, +) - 1) < 1e-12)
        }
        // By hand: v = Wᵀ u of unit length.
        let weight = try tensor("weight").array(of: Double.self)
        let product = (0..<27).map { column in
            (0..<4).map { weight[27 * $0 + column] * after[2][$0] }.reduce(0, +)
        }
        let length = product.map { $0 * $0 }.reduce(0, +).squareRoot()
        try expectClose(tensor("right"), product.map { $0 / length }, absolute: 1e-12)
    }

    @Test("stride, padding and a missing bias are those of any convolution")
    func shapes() throws {
        let others = ParameterStore(seed: 6, type: .float64)
        let strided = SpectralConvolution(
            2, 5, side: 4, stride: 2, padding: 1, hasBias: false, in: others.root)
        #expect(others.paths == ["weight", "left", "right"])
        let x = seeded.normal(1, 2, 8, 8, type: .float64)
        let y = withoutGradient { strided(x) }
        #expect(y.shape == [1, 5, 4, 4])
        let weight = try #require(others["weight"]).detached()
        let vectors = (try #require(others["left"]), try #require(others["right"]))
        let norm = (vectors.0 * matmul(weight.reshaped(5, 32), vectors.1)).sum()
        expectClose(
            y, convolution(x, weight: weight / norm, stride: 2, padding: 1), absolute: 1e-12)
    }
}
