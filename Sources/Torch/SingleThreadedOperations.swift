/// Runs `body` with operations that do not split themselves over threads, on this thread.
///
/// Sums are then made in one order, whatever the machine. The setting belongs to the thread, but
/// libtorch also gives it to threads that have not computed yet.
///
/// - Parameter body: What to run.
/// - Returns: What it returns.
package func withSingleThreadedOperations<Result>(
    _ body: () throws -> Result
) rethrows -> Result {
    let before = TorchRuntime.threadCount
    TorchRuntime.threadCount = 1
    defer { TorchRuntime.threadCount = before }
    return try body()
}
