import Testing
import Torch
import TorchTesting

@Suite("Products and images")
struct LinearAlgebraTests {
    private let seeded = SeededTensors(111)
    private let a = Tensor([1.0, 2, 3, 4, 5, 6], shape: [2, 3])
    private let b = Tensor([1.0, 0, 0, 1, 2, -1], shape: [3, 2])

    @Test("matrix products by hand")
    func products() {
        expectClose(matmul(a, b), [7, -1, 16, -1])
        let (batchA, batchB) = (Tensor.stacked([a, -a], axis: 0), Tensor.stacked([b, b], axis: 0))
        expectClose(batchedProduct(batchA, batchB), [7, -1, 16, -1, -7, 1, -16, 1])
        expectClose(
            batchedProduct(batchA, batchB, plus: Tensor([10.0, 20], shape: [1, 1, 2])),
            [17, 19, 26, 19, 3, 21, -6, 21])
        expectClose(matmul(batchA, b), batchedProduct(batchA, batchB))
        expectClose(
            linear(a, weight: b.transposed(0, 1), bias: Tensor([1.0, 2], shape: [2])),
            [8, 1, 17, 1])
        expectClose(linear(a, weight: b.transposed(0, 1)), [7, -1, 16, -1])
    }

    @Test("a layer norm by hand")
    func normalization() {
        let x = Tensor([1.0, 3, -2, 2], shape: [2, 2])
        let result = layerNorm(
            x, weight: Tensor([2.0, 3], shape: [2]), bias: Tensor([0.5, 0], shape: [2]),
            epsilon: 0)
        expectClose(result, [-1.5, 3, -1.5, 3], absolute: 1e-12)
    }

    @Test("a convolution is a correlation, with stride, padding and groups")
    func convolutions() {
        let x = Tensor.range(9, type: .float64).reshaped(1, 1, 3, 3)
        let corner = Tensor([1.0, 0, 0, 10], shape: [1, 1, 2, 2])
        // Its own pixel and ten times the one below to the right: not flipped.
        expectClose(convolution(x, weight: corner), [40, 51, 73, 84])
        expectClose(
            convolution(x, weight: corner, bias: Tensor([0.5], shape: [1])),
            [40.5, 51.5, 73.5, 84.5])
        expectClose(convolution(x, weight: corner, stride: 2, padding: 1), [0, 20, 60, 84])
        let two = Tensor.concatenated([x, -x], axis: 1)
        let each = Tensor([2.0, 3], shape: [2, 1, 1, 1])
        expectClose(
            convolution(two, weight: each, groups: 2),
            Tensor.concatenated([2 * x, -3 * x], axis: 1))
        expectClose(
            convolution(two, weight: each.reshaped(1, 2, 1, 1)), (-1 * x))
        // A row of three and a column of three, each padded along itself.
        let ones = Tensor([1.0, 1, 1], shape: [1, 1, 1, 3])
        expectClose(
            convolution(x, weight: ones, padding: (vertical: 0, horizontal: 1)),
            [1, 3, 3, 7, 12, 9, 13, 21, 15])
        expectClose(
            convolution(
                x, weight: ones.reshaped(1, 1, 3, 1), padding: (vertical: 1, horizontal: 0)),
            [3, 5, 7, 9, 12, 15, 9, 11, 13])
    }

    @Test("eigenvalues and eigenvectors of symmetric matrices")
    func eigenvectors() {
        let matrix = Tensor([2.0, 1, 1, 2], shape: [2, 2])
        expectClose(matrix.symmetricEigenvalues(), [1, 3], absolute: 1e-14)
        let random = seeded.normal(6, 6, type: .float64)
        let symmetric = random + random.transposed(0, 1)
        let (values, vectors) = symmetric.symmetricEigenvectors()
        expectClose(values, symmetric.symmetricEigenvalues(), absolute: 1e-13)
        // The matrix again, and columns of length 1 at right angles; numbers of a few units.
        expectClose(
            matmul(vectors * values, vectors.transposed(0, 1)), symmetric, absolute: 1e-13)
        let identity = matmul(vectors.transposed(0, 1), vectors)
        expectClose(identity.sum(), [6], absolute: 1e-13)
        // Only the lower triangle is read.
        let lower = Tensor([2.0, 7, 1, 2], shape: [2, 2])
        expectClose(lower.symmetricEigenvalues(), [1, 3], absolute: 1e-14)
    }

    @Test("pooling and resizing by hand")
    func resizing() {
        let x = Tensor([0.0, 4, 8, 12], shape: [1, 1, 2, 2])
        expectClose(x.averagePooled(side: 2, stride: 2), [6])
        expectClose(
            Tensor.range(9, type: .float64).reshaped(1, 1, 3, 3).averagePooled(side: 2, stride: 1),
            [2, 3, 5, 6])
        // What lies beyond the edges is in no mean, and no maximum is taken from there.
        let negative = -1 - x
        expectClose(
            negative.averagePooled(side: 3, stride: 1, padding: 1), [-7, -7, -7, -7])
        expectClose(negative.maximumPooled(side: 3, stride: 1, padding: 1), [-1, -1, -1, -1])
        expectClose(x.maximumPooled(side: 2, stride: 2), [12])
        // Pixel centres: a quarter of the way from neighbour to neighbour, edges repeated.
        let wide = x.resizedBilinear(height: 2, width: 4)
        expectClose(wide, [0, 1, 3, 4, 8, 9, 11, 12])
        expectClose(x.resizedBilinear(height: 1, width: 1), [6])
        expectClose(x.resizedBilinear(height: 2, width: 2), x)
        let image = seeded.normal(1, 2, 8, 6, type: .float64)
        expectClose(
            image.resizedBilinear(height: 4, width: 3), image.averagePooled(side: 2, stride: 2),
            absolute: 1e-14)
    }
}
