import CTorch

/// Gradients of outputs with respect to inputs.
///
/// - Parameters:
///   - outputs: What is differentiated; scalars where `cotangents` is nil.
///   - inputs: With respect to what; each requires a gradient or came from one that does.
///   - cotangents: What each output is multiplied by before they are summed.
///   - createGraph: Whether the gradients can be differentiated again.
/// - Returns: One for each input; nil where the outputs do not depend on it.
public func gradients(
    of outputs: [Tensor], withRespectTo inputs: [Tensor], cotangents: [Tensor]? = nil,
    createGraph: Bool = false
) -> [Tensor?] {
    precondition(cotangents.map { $0.count == outputs.count } ?? true, "a cotangent each")
    var results = [OpaquePointer?](repeating: nil, count: inputs.count)
    Tensor.perform("gradients", outputs + inputs + (cotangents ?? [])) {
        withHandles(outputs) { outputHandles in
            withHandles(inputs) { inputHandles in
                withHandles(cotangents ?? []) { cotangentHandles in
                    ctorch_gradients(
                        &results, outputHandles, Int64(outputs.count),
                        cotangents == nil ? nil : cotangentHandles, inputHandles,
                        Int64(inputs.count), createGraph)
                }
            }
        }
    }
    return results.map { $0.map(Tensor.init(owning:)) }
}

extension Tensor {
    /// Turns recording of operations on this leaf on or off.
    ///
    /// - Parameter required: Whether gradients with respect to it are wanted.
    /// - Returns: Itself.
    @discardableResult
    public func requiringGradient(_ required: Bool = true) -> Tensor {
        Tensor.perform("requiringGradient", [self]) {
            ctorch_set_requires_gradient(handle, required)
        }
        return self
    }
}
