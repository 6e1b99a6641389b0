import ParallelWork

extension ThreadTeam {
    /// Threads that compute with tensors; no operation splits itself over further ones.
    ///
    /// libtorch's settings belong to the thread. Those of the calling one are as before in the end.
    ///
    /// - Parameter count: How many threads, at least 1.
    /// - Returns: The team.
    package static func torch(_ count: Int) -> ThreadTeam {
        // The others' setting becomes that of threads to come, so the calling thread's comes last.
        ThreadTeam(count) { work in withSingleThreadedOperations(work) }
    }
}
