import CTorch

extension Tensor {
    /// The same numbers without their past: no gradient flows through.
    ///
    /// - Returns: A view.
    public func detached() -> Tensor { copied(CTORCH_DETACH, "detached") }

    /// A copy with memory of its own.
    ///
    /// - Returns: The copy; gradient flows through.
    public func cloned() -> Tensor { copied(CTORCH_CLONE, "cloned") }

    /// The same numbers, last axis fastest in memory.
    ///
    /// - Returns: Itself where it lies so, else a copy.
    public func contiguous() -> Tensor { copied(CTORCH_CONTIGUOUS, "contiguous") }

    /// The same images `[B, C, H, W]`, channels fastest in memory.
    ///
    /// - Returns: Itself where it lies so, else a copy.
    public func channelsLast() -> Tensor { copied(CTORCH_CHANNELS_LAST, "channelsLast") }

    /// Zeros of the same shape, type and device.
    ///
    /// - Returns: The tensor.
    public func zerosLike() -> Tensor { copied(CTORCH_ZEROS_LIKE, "zerosLike") }

    /// Ones of the same shape, type and device.
    ///
    /// - Returns: The tensor.
    public func onesLike() -> Tensor { copied(CTORCH_ONES_LIKE, "onesLike") }

    /// The same numbers as another type, perhaps elsewhere.
    ///
    /// - Parameters:
    ///   - type: The type wanted.
    ///   - device: The device wanted; nil leaves it where it is.
    /// - Returns: Itself where nothing changes, else a copy.
    public func converted(to type: ScalarType, on device: Device? = nil) -> Tensor {
        Tensor.call("converted", [self]) {
            ctorch_converted($0, handle, type.code, (device ?? self.device).code)
        }
    }

    /// The same numbers on another device.
    ///
    /// - Parameter device: The device wanted.
    /// - Returns: Itself where it is there, else a copy.
    public func moved(to device: Device) -> Tensor { converted(to: type, on: device) }

    private func copied(_ kind: ctorch_copy, _ name: StaticString) -> Tensor {
        Tensor.call(name, [self]) { ctorch_copied($0, kind, handle) }
    }
}
