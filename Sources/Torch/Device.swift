import CTorch

/// Where a tensor's numbers are and its operations run.
public struct Device: Sendable, Hashable {
    let isCUDA: Bool
    let index: Int8

    /// The processor.
    public static let cpu = Device(isCUDA: false, index: -1)

    /// A CUDA device.
    ///
    /// - Parameter index: Its number, from 0.
    /// - Returns: The device, whether or not it exists.
    public static func cuda(_ index: Int) -> Device { Device(isCUDA: true, index: Int8(index)) }

    /// Whether this is the processor.
    public var isCPU: Bool { !isCUDA }

    private init(isCUDA: Bool, index: Int8) {
        self.isCUDA = isCUDA
        self.index = index
    }

    /// The device of a name such as `cpu`, `cuda` or `cuda:1`, where it is present.
    ///
    /// - Parameter name: What the user wrote.
    /// - Throws: ``TorchError`` where the name is none or the device is not there.
    public init(named name: String) throws {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        if name == "cpu" {
            self = .cpu
            return
        }
        guard parts.first == "cuda", parts.count <= 2,
            let index = parts.count == 1 ? 0 : Int(parts[1]), (0..<128).contains(index)
        else {
            throw TorchError("There is no device “\(name)”; use cpu, cuda or cuda:N.")
        }
        guard index < TorchRuntime.cudaDeviceCount else {
            throw TorchError(
                "The device \(name) is not available (this libtorch sees "
                    + "\(TorchRuntime.cudaDeviceCount) CUDA devices); use --device cpu, or "
                    + "install a CUDA build of libtorch and a driver.")
        }
        self = .cuda(index)
    }

    var code: ctorch_device { ctorch_device(is_cuda: isCUDA, index: index) }

    init(code: ctorch_device) {
        self.init(isCUDA: code.is_cuda, index: code.is_cuda ? code.index : -1)
    }
}

extension Device: CustomStringConvertible {
    /// The name that `init(named:)` takes.
    public var description: String { isCUDA ? "cuda:\(index)" : "cpu" }
}
