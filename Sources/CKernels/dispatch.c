// For `syscall`, which ISO C does not know.
#define _GNU_SOURCE

#include "CKernels.h"

#if defined(__x86_64__) && defined(__linux__)
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

extern const ck_kernels ck_portable, ck_neon, ck_avx2, ck_avx512, ck_avx512_bf16, ck_amx_bf16;

#if defined(__x86_64__)
/// Whether the processor multiplies tiles of bfloat16, and the system lets this process use them: their
/// eight kilobytes are saved for a thread only where somebody has asked.
static bool has_tiles(void) {
#if defined(__linux__)
    enum { BFLOAT16 = 1 << 22, TILES = 1 << 24, REQUEST_PERMISSION = 0x1023, TILE_DATA = 18 };
    enum { UNKNOWN, ABSENT, PRESENT };
    // Asked for once; two threads that ask at the same time get the same answer.
    static _Atomic int answer = UNKNOWN;
    if (answer == UNKNOWN) {
        unsigned a, b, c, d;
        const bool has = __get_cpuid_count(7, 0, &a, &b, &c, &d) && d & BFLOAT16 && d & TILES
            && syscall(SYS_arch_prctl, REQUEST_PERMISSION, TILE_DATA) == 0;
        answer = has ? PRESENT : ABSENT;
    }
    return answer == PRESENT;
#else
    return false;
#endif
}
#endif

const ck_kernels *ck_kernels_of(ck_instruction_set set) {
    switch (set) {
    case CK_PORTABLE: return &ck_portable;
#if defined(__aarch64__)
    case CK_NEON: return &ck_neon;
#elif defined(__x86_64__)
    case CK_AVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &ck_avx2 : NULL;
    case CK_AVX512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
            ? &ck_avx512 : NULL;
    case CK_AVX512_BF16:
        return ck_kernels_of(CK_AVX512) && __builtin_cpu_supports("avx512bf16")
            ? &ck_avx512_bf16 : NULL;
    case CK_AMX_BF16: return ck_kernels_of(CK_AVX512_BF16) && has_tiles() ? &ck_amx_bf16 : NULL;
#endif
    default: return NULL;
    }
}
