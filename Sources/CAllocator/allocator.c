#include "CAllocator.h"

#include <limits.h>
#include <malloc.h>

void callocator_keep_memory(void) {
#ifdef __GLIBC__
    // Every block comes from the heap. The threshold for mapping blocks one by one cannot be set
    // above 32 MiB, and the activations of a training step are larger.
    mallopt(M_MMAP_MAX, 0);
    // The heap does not shrink, and grows in large steps.
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    mallopt(M_TOP_PAD, 64 << 20);
    // One heap for all threads: the others ignore these settings above 64 MiB.
    mallopt(M_ARENA_MAX, 1);
#endif
}

void callocator_release_memory(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
