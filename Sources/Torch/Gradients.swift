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

/// Numbers that something other than libtorch computed, as functions of what they were computed of.
///
/// - Parameters:
///   - values: The numbers.
///   - inputs: What they were computed of.
///   - leadBack: From slopes of the values, nil where nobody depends on one, to those of the inputs, nil
///     for none; is also told of which inputs somebody wants them. Called when gradients are asked
///     for; first derivatives only.
/// - Returns: The same numbers, connected with the inputs.
public func computed(
    _ values: [Tensor], of inputs: [Tensor],
    leadBack: @escaping (_ slopes: [Tensor?], _ wanted: [Bool]) -> [Tensor?]
) -> [Tensor] {
    let context = LeadBack(values: values.count, inputs: inputs.count, leadBack)
    let gradient = ctorch_gradient(
        context: Unmanaged.passRetained(context).toOpaque(),
        lead_back: { context, slopes, wanted, out in
            guard let context, let slopes, let wanted, let out else { return }
            Unmanaged<LeadBack>.fromOpaque(context).takeUnretainedValue()
                .answer(slopes, wanted: wanted, to: out)
        },
        release: { context in
            if let context { Unmanaged<LeadBack>.fromOpaque(context).release() }
        })
    var results = [OpaquePointer?](repeating: nil, count: values.count)
    Tensor.perform("computed", values + inputs) {
        withHandles(values) { valueHandles in
            withHandles(inputs) { inputHandles in
                ctorch_computed_elsewhere(
                    &results, valueHandles, Int64(values.count), inputHandles,
                    Int64(inputs.count), gradient)
            }
        }
    }
    return results.compactMap { $0.map(Tensor.init(owning:)) }
}

/// A closure that libtorch's graph holds, and the last tensors that it gave.
private final class LeadBack {
    private let values: Int
    private let inputs: Int
    private let body: ([Tensor?], [Bool]) -> [Tensor?]
    private var results: [Tensor?] = []

    init(values: Int, inputs: Int, _ body: @escaping ([Tensor?], [Bool]) -> [Tensor?]) {
        (self.values, self.inputs, self.body) = (values, inputs, body)
    }

    func answer(
        _ slopes: UnsafePointer<OpaquePointer?>, wanted: UnsafePointer<Bool>,
        to out: UnsafeMutablePointer<OpaquePointer?>
    ) {
        results = body(
            (0..<values).map { slopes[$0].map(Tensor.init(owning:)) },
            (0..<inputs).map { wanted[$0] })
        precondition(results.count == inputs, "a gradient for each input, or nil")
        for (index, result) in results.enumerated() { out[index] = result?.handle }
    }
}
