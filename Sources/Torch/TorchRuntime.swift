import CTorch

/// libtorch as a whole: version, threads, devices.
public enum TorchRuntime {
    /// The version of libtorch, such as `2.13.0`.
    public static var version: String { String(cString: ctorch_version()) }

    /// How libtorch was built: compiler, BLAS, instruction sets, one a line.
    public static var buildDescription: String {
        guard let text = ctorch_build_description() else { return "" }
        defer { ctorch_string_free(text) }
        return String(cString: text)
    }

    /// Threads inside one operation, on this thread and on threads that have not computed yet.
    public static var threadCount: Int {
        get { Int(ctorch_thread_count()) }
        set { ctorch_set_thread_count(Int32(newValue)) }
    }

    /// CUDA devices that can be used; 0 without a CUDA build or a driver.
    public static var cudaDeviceCount: Int { Int(ctorch_cuda_device_count()) }
}

/// Runs `body` without recording gradients on this thread.
///
/// The closure is synchronous, because the switch belongs to the thread.
///
/// - Parameter body: What to run.
/// - Returns: What it returns.
/// - Throws: What it throws.
public func withoutGradient<Result>(_ body: () throws -> Result) rethrows -> Result {
    let before = ctorch_gradient_enabled()
    ctorch_set_gradient_enabled(false)
    defer { ctorch_set_gradient_enabled(before) }
    return try body()
}
