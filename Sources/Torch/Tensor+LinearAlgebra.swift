import CTorch

/// The matrix product, batched over leading axes.
///
/// - Parameters:
///   - a: `[..., M, K]`.
///   - b: `[..., K, N]`.
/// - Returns: `[..., M, N]`.
public func matmul(_ a: Tensor, _ b: Tensor) -> Tensor {
    binary(CTORCH_MATRIX_PRODUCT, "matmul", a, b)
}

/// One matrix product for each image.
///
/// - Parameters:
///   - a: `[B, M, K]`.
///   - b: `[B, K, N]`.
/// - Returns: `[B, M, N]`.
public func batchedProduct(_ a: Tensor, _ b: Tensor) -> Tensor {
    binary(CTORCH_BATCHED_PRODUCT, "batchedProduct", a, b)
}

/// `bias + a b`, one matrix product for each image.
///
/// - Parameters:
///   - a: `[B, M, K]`.
///   - b: `[B, K, N]`.
///   - bias: Broadcasts to `[B, M, N]`.
/// - Returns: `[B, M, N]`.
public func batchedProduct(_ a: Tensor, _ b: Tensor, plus bias: Tensor) -> Tensor {
    Tensor.call("batchedProduct", [bias, a, b]) {
        ctorch_batched_product_plus($0, bias.handle, a.handle, b.handle)
    }
}

/// `x Wᵀ + b`.
///
/// - Parameters:
///   - x: `[..., I]`.
///   - weight: `[O, I]`.
///   - bias: `[O]`.
/// - Returns: `[..., O]`.
public func linear(_ x: Tensor, weight: Tensor, bias: Tensor? = nil) -> Tensor {
    Tensor.call("linear", [x, weight] + (bias.map { [$0] } ?? [])) {
        ctorch_linear($0, x.handle, weight.handle, bias?.handle)
    }
}

/// Mean 0 and variance 1 along the last axis, then scaled and shifted.
///
/// - Parameters:
///   - x: `[..., C]`.
///   - weight: `[C]`.
///   - bias: `[C]`.
///   - epsilon: Added to the variance.
/// - Returns: The same shape.
public func layerNorm(
    _ x: Tensor, weight: Tensor, bias: Tensor, epsilon: Double = 1e-5
) -> Tensor {
    Tensor.call("layerNorm", [x, weight, bias]) {
        ctorch_layer_norm(
            $0, x.handle, Int64(weight.count), weight.handle, bias.handle, epsilon)
    }
}

extension Tensor {
    /// Eigenvalues and eigenvectors of symmetric matrices, of which the lower triangle is read.
    ///
    /// - Returns: Values in ascending order, `[..., N]`, and unit vectors in the columns of
    ///   `[..., N, N]`.
    public func symmetricEigenvectors() -> (values: Tensor, vectors: Tensor) {
        var vectors: OpaquePointer?
        let values = Tensor.call("symmetricEigenvectors", [self]) {
            ctorch_symmetric_eigen($0, &vectors, handle)
        }
        guard let vectors else { preconditionFailure("no eigenvectors") }
        return (values, Tensor(owning: vectors))
    }

    /// Eigenvalues of symmetric matrices, of which the lower triangle is read.
    ///
    /// - Returns: In ascending order, `[..., N]`.
    public func symmetricEigenvalues() -> Tensor {
        Tensor.call("symmetricEigenvalues", [self]) { ctorch_symmetric_eigen($0, nil, handle) }
    }
}
