// glibc's allocator settings, which Swift's Glibc module leaves out.
#ifndef CALLOCATOR_H
#define CALLOCATOR_H

/// Keeps freed memory in the process instead of giving it back to the kernel.
///
/// To be called once, before anything computes. Where the system refuses a value it goes on with
/// its own: the program is slower, not wrong.
void callocator_keep_memory(void);

/// Gives back freed memory that the process has kept; what is freed later it keeps again.
void callocator_release_memory(void);

#endif
