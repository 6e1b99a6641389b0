import CTorch

/// A stream of random numbers with a state that can be saved.
///
/// Passed to whatever draws; there is no global one. The numbers of a seed are the same on every
/// CPU, but differ between CPU and CUDA.
public final class RandomSource {
    private let handle: OpaquePointer
    /// Where the numbers are made.
    public let device: Device

    /// A stream.
    ///
    /// - Parameters:
    ///   - seed: Where it starts.
    ///   - device: Where the numbers are made.
    public init(seed: UInt64, device: Device = .cpu) {
        var out: OpaquePointer?
        let error = ctorch_generator_new(&out, seed, device.code)
        guard let out, error == nil else {
            fatalError("making a random source on \(device): \(error.map(message) ?? "")")
        }
        handle = out
        self.device = device
    }

    deinit {
        ctorch_generator_free(handle)
    }

    /// The state: uint8 `[N]` on the CPU.
    public var state: Tensor {
        Tensor.call("state", []) { ctorch_generator_state($0, handle) }
    }

    /// Goes on from a saved state.
    ///
    /// - Parameter state: uint8 `[N]`, from a source of the same kind of device.
    /// - Throws: ``TorchError`` where it is not such a state.
    public func restore(_ state: Tensor) throws {
        let error = withExtendedLifetime(state) {
            ctorch_generator_set_state(handle, state.handle)
        }
        if let error {
            throw TorchError("The state is not that of a random source (\(message(of: error))).")
        }
    }

    /// Draws from N(0, 1).
    ///
    /// - Parameters:
    ///   - shape: Length of every axis.
    ///   - type: The kind of number.
    /// - Returns: The draws.
    public func normal(_ shape: [Int], type: ScalarType = .float32) -> Tensor {
        withInt64s(shape) { sizes, rank in
            Tensor.call("normal", []) {
                ctorch_random_normal($0, sizes, rank, handle, type.code, device.code)
            }
        }
    }

    /// Draws from [0, 1).
    ///
    /// - Parameters:
    ///   - shape: Length of every axis.
    ///   - type: The kind of number.
    /// - Returns: The draws.
    public func uniform(_ shape: [Int], type: ScalarType = .float32) -> Tensor {
        withInt64s(shape) { sizes, rank in
            Tensor.call("uniform", []) {
                ctorch_random_uniform($0, sizes, rank, handle, type.code, device.code)
            }
        }
    }

    /// The numbers `0..<count` in a random order.
    ///
    /// - Parameter count: How many.
    /// - Returns: int64 `[count]`.
    public func permutation(_ count: Int) -> Tensor {
        Tensor.call("permutation", []) {
            ctorch_random_permutation($0, Int64(count), handle, device.code)
        }
    }
}
