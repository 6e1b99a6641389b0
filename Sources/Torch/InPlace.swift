import CTorch

// What writes in place: optimiser, moving average and loader only. None of it is recorded.

extension Tensor {
    /// Overwrites the numbers with another tensor's, converting them.
    ///
    /// - Parameter source: The same shape.
    public func copy(from source: Tensor) {
        precondition(shape == source.shape, "copy of \(source.shape) into \(shape)")
        Tensor.perform("copy", [self, source]) { ctorch_copy_into(handle, source.handle) }
    }

    /// Overwrites every number with one.
    ///
    /// - Parameter value: The number.
    public func fill(with value: Double) {
        Tensor.perform("fill", [self]) { ctorch_fill(handle, value) }
    }
}

/// Operations that write many tensors in one call.
public enum InPlace {
    /// Moves tensors towards targets: `x += weight · (target - x)`.
    ///
    /// - Parameters:
    ///   - tensors: What is written.
    ///   - targets: As many, of the same shapes.
    ///   - weight: How far to go.
    public static func move(_ tensors: [Tensor], towards targets: [Tensor], weight: Double) {
        precondition(tensors.count == targets.count)
        Tensor.perform("move", tensors + targets) {
            withHandles(tensors) { x in
                withHandles(targets) { ctorch_lerp_into(x, $0, Int64(tensors.count), weight) }
            }
        }
    }

    /// Multiplies tensors by a number.
    ///
    /// - Parameters:
    ///   - tensors: What is written.
    ///   - factor: The number.
    public static func scale(_ tensors: [Tensor], by factor: Double) {
        Tensor.perform("scale", tensors) {
            withHandles(tensors) { ctorch_scale_into($0, Int64(tensors.count), factor) }
        }
    }

    /// The Euclidean norm of all tensors taken together.
    ///
    /// - Parameter tensors: At least one.
    /// - Returns: A scalar.
    public static func totalNorm(_ tensors: [Tensor]) -> Tensor {
        withHandles(tensors) { handles in
            Tensor.call("totalNorm", tensors) {
                ctorch_total_norm($0, handles, Int64(tensors.count))
            }
        }
    }

    /// One step of Adam (arXiv:1412.6980) on all parameters at once.
    ///
    /// - Parameters:
    ///   - parameters: What is optimised.
    ///   - gradients: One for each.
    ///   - means: Moving means of the gradients.
    ///   - squares: Moving means of the squared gradients.
    ///   - stepCounts: float32 scalars, advanced by this call.
    ///   - learningRate: Step size.
    ///   - beta1: Decay of `means`.
    ///   - beta2: Decay of `squares`.
    ///   - epsilon: Guard against division by zero.
    public static func adam(
        _ parameters: [Tensor], gradients: [Tensor], means: [Tensor], squares: [Tensor],
        stepCounts: [Tensor], learningRate: Double, beta1: Double, beta2: Double, epsilon: Double
    ) {
        let count = Int64(parameters.count)
        Tensor.perform("adam", parameters + gradients) {
            withHandles(parameters) { p in
                withHandles(gradients) { g in
                    withHandles(means) { m in
                        withHandles(squares) { s in
                            withHandles(stepCounts) { t in
                                ctorch_adam(
                                    p, g, m, s, t, count, learningRate, beta1, beta2, epsilon)
                            }
                        }
                    }
                }
            }
        }
    }
}
