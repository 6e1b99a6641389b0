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
    /// Numbers that something other than libtorch computed of a tensor, as a function of it.
    ///
    /// - Parameters:
    ///   - input: What they were computed of.
    ///   - leadBack: From slopes of the numbers, in their shape, to those of the input, in its shape. Called
    ///     when gradients are asked for; first derivatives only.
    /// - Returns: The same numbers, connected with the input.
    public func computed(
        of input: Tensor, leadBack: @escaping (_ slopes: Tensor) -> Tensor
    ) -> Tensor {
        let context = Unmanaged.passRetained(LeadBack(leadBack)).toOpaque()
        let gradient = ctorch_gradient(
            context: context,
            lead_back: { context, slopes in
                guard let context, let slopes else { return nil }
                let leadBack = Unmanaged<LeadBack>.fromOpaque(context).takeUnretainedValue()
                return leadBack(Tensor(owning: slopes)).handle
            },
            release: { context in
                if let context { Unmanaged<LeadBack>.fromOpaque(context).release() }
            })
        return Tensor.call("computed", [self, input]) {
            ctorch_computed_elsewhere($0, handle, input.handle, gradient)
        }
    }

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

/// A closure that libtorch's graph holds, and the last tensor that it gave.
private final class LeadBack {
    private let body: (Tensor) -> Tensor
    private var result: Tensor?

    init(_ body: @escaping (Tensor) -> Tensor) { self.body = body }

    func callAsFunction(_ slopes: Tensor) -> Tensor {
        let made = body(slopes)
        result = made
        return made
    }
}
