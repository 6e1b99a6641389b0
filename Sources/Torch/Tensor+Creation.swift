import CTorch

extension Tensor {
    /// A tensor of given numbers, copied.
    ///
    /// - Parameters:
    ///   - values: The numbers, last axis fastest.
    ///   - shape: Length of every axis.
    ///   - device: Where to put it.
    public convenience init<Element: TensorElement>(
        _ values: [Element], shape: [Int], device: Device = .cpu
    ) {
        precondition(
            values.count == shape.reduce(1, *), "\(values.count) numbers for shape \(shape)")
        let handle = values.withUnsafeBytes {
            Tensor.copying($0, shape: shape, type: Element.scalarType, device: device)
        }
        self.init(owning: handle)
    }

    /// A tensor of numbers that lie in memory, copied.
    ///
    /// - Parameters:
    ///   - bytes: The numbers, last axis fastest.
    ///   - shape: Length of every axis.
    ///   - type: Their kind.
    ///   - device: Where to put it.
    public convenience init(
        bytes: UnsafeRawBufferPointer, shape: [Int], type: ScalarType, device: Device = .cpu
    ) {
        precondition(
            bytes.count == shape.reduce(type.byteCount, *),
            "\(bytes.count) bytes for \(type) of shape \(shape)")
        self.init(owning: Tensor.copying(bytes, shape: shape, type: type, device: device))
    }

    /// A tensor without axes.
    ///
    /// - Parameters:
    ///   - value: Its number.
    ///   - type: The kind of number.
    ///   - device: Where to put it.
    public convenience init(_ value: Double, type: ScalarType = .float32, device: Device = .cpu) {
        let handle = Tensor.filled(value, shape: [], type: type, device: device)
        self.init(owning: handle)
    }

    /// A tensor of one number throughout.
    ///
    /// - Parameters:
    ///   - value: The number.
    ///   - shape: Length of every axis.
    ///   - type: The kind of number.
    ///   - device: Where to put it.
    /// - Returns: The tensor.
    public static func full(
        _ value: Double, shape: [Int], type: ScalarType = .float32, device: Device = .cpu
    ) -> Tensor {
        Tensor(owning: filled(value, shape: shape, type: type, device: device))
    }

    /// A tensor of zeros.
    ///
    /// - Parameters:
    ///   - shape: Length of every axis.
    ///   - type: The kind of number.
    ///   - device: Where to put it.
    /// - Returns: The tensor.
    public static func zeros(
        _ shape: [Int], type: ScalarType = .float32, device: Device = .cpu
    ) -> Tensor {
        full(0, shape: shape, type: type, device: device)
    }

    /// `0, 1, ..., count - 1`.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - type: The kind of number.
    ///   - device: Where to put it.
    /// - Returns: `[count]`.
    public static func range(
        _ count: Int, type: ScalarType = .int64, device: Device = .cpu
    ) -> Tensor {
        call("range", []) { ctorch_arange($0, 0, Double(count), 1, type.code, device.code) }
    }

    /// Evenly spaced numbers with both ends.
    ///
    /// - Parameters:
    ///   - start: The first.
    ///   - end: The last.
    ///   - count: How many; one alone is `start`.
    ///   - type: The kind of number.
    ///   - device: Where to put it.
    /// - Returns: `[count]`.
    public static func linspace(
        _ start: Double, _ end: Double, count: Int, type: ScalarType = .float32,
        device: Device = .cpu
    ) -> Tensor {
        call("linspace", []) {
            ctorch_linspace($0, start, end, Int64(count), type.code, device.code)
        }
    }

    private static func copying(
        _ bytes: UnsafeRawBufferPointer, shape: [Int], type: ScalarType, device: Device
    ) -> OpaquePointer {
        withInt64s(shape) { sizes, rank in
            var out: OpaquePointer?
            let error = ctorch_from_data(
                &out, bytes.baseAddress, sizes, rank, type.code, device.code)
            return owned(out, error, "making a tensor of \(type), \(shape)")
        }
    }

    private static func filled(
        _ value: Double, shape: [Int], type: ScalarType, device: Device
    ) -> OpaquePointer {
        withInt64s(shape) { sizes, rank in
            var out: OpaquePointer?
            let error = ctorch_full(&out, value, sizes, rank, type.code, device.code)
            return owned(out, error, "making a tensor of \(type), \(shape)")
        }
    }

    private static func owned(
        _ out: OpaquePointer?, _ error: Failure, _ what: @autoclosure () -> String
    ) -> OpaquePointer {
        guard let out, error == nil else {
            fatalError("\(what()): \(error.map(message) ?? "no result")")
        }
        return out
    }
}
