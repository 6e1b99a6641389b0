#include "CAllocator.h"

#include <limits.h>
#include <malloc.h>

void callocator_keep_memory(void) {
#ifdef __GLIBC__
    // Blocks below this come from the heap. Some versions of glibc take at most 32 MiB.
    if (mallopt(M_MMAP_THRESHOLD, 1 << 30) == 0) mallopt(M_MMAP_THRESHOLD, 32 << 20);
    // The heap does not shrink.
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    // One heap for all threads: the others ignore the thresholds above 64 MiB.
    mallopt(M_ARENA_MAX, 1);
#endif
}
