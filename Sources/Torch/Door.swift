import CTorch

/// What a call through the door returns: nothing, or an error that the caller owns.
typealias Failure = OpaquePointer?

/// Takes the message out of an error and frees it.
func message(of error: OpaquePointer) -> String {
    defer { ctorch_error_free(error) }
    return String(cString: ctorch_error_message(error))
}

extension Tensor {
    /// Calls an operation with one result and traps where it fails.
    ///
    /// - Parameters:
    ///   - operation: Its name, for the message.
    ///   - inputs: Every tensor it reads; they live until it has returned.
    ///   - body: The call.
    /// - Returns: The result.
    static func call(
        _ operation: StaticString, _ inputs: [Tensor],
        _ body: (UnsafeMutablePointer<OpaquePointer?>) -> Failure
    ) -> Tensor {
        withExtendedLifetime(inputs) {
            var out: OpaquePointer?
            if let error = body(&out) { trap(operation, inputs, message(of: error)) }
            guard let out else { trap(operation, inputs, "no result") }
            return Tensor(owning: out)
        }
    }

    /// Calls an operation that only has effects and traps where it fails.
    ///
    /// - Parameters:
    ///   - operation: Its name, for the message.
    ///   - tensors: Every tensor it reads or writes; they live until it has returned.
    ///   - body: The call.
    static func perform(_ operation: StaticString, _ tensors: [Tensor], _ body: () -> Failure) {
        withExtendedLifetime(tensors) {
            if let error = body() { trap(operation, tensors, message(of: error)) }
        }
    }

    private static func trap(
        _ operation: StaticString, _ tensors: [Tensor], _ message: String
    ) -> Never {
        let shapes = tensors.prefix(8).map { "\($0.shape)" }.joined(separator: ", ")
        fatalError("\(operation) of tensors of shape \(shapes): \(message)")
    }
}

/// Runs `body` with the handles of `tensors` in a row.
func withHandles<Result>(
    _ tensors: [Tensor], _ body: (UnsafePointer<OpaquePointer?>) -> Result
) -> Result {
    let handles = tensors.map { Optional($0.handle) }
    return withExtendedLifetime(tensors) {
        handles.withUnsafeBufferPointer { buffer in
            // An empty list has no address; any non-null one serves, as nothing is read.
            withUnsafePointer(to: OpaquePointer?.none) { body(buffer.baseAddress ?? $0) }
        }
    }
}

/// Runs `body` with `values` as the 64-bit numbers that the door takes, and their count.
func withInt64s<Result>(
    _ values: [Int], _ body: (UnsafePointer<Int64>, Int64) -> Result
) -> Result {
    let wide = values.map(Int64.init)
    return wide.withUnsafeBufferPointer { buffer in
        withUnsafePointer(to: 0) { body(buffer.baseAddress ?? $0, Int64(buffer.count)) }
    }
}
