import CAllocator

/// How glibc's allocator keeps memory.
///
/// By default it gives large blocks back to the kernel as soon as they are freed. An operation on
/// tensors allocates and frees such blocks all the time, and faulting their pages in again costs up
/// to a third of a training step on a processor. It is for a program to decide, never for a
/// library.
package enum AllocatorSettings {
    /// Keeps freed memory in the process; to be called before anything computes.
    package static func apply() { callocator_keep_memory() }

    /// Gives freed memory back once; what is freed later is kept again.
    static func releaseMemory() { callocator_release_memory() }
}
