#include "CKernels.h"

extern const ck_kernels ck_portable, ck_neon, ck_avx2, ck_avx512, ck_avx512_bf16;

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
#endif
    default: return NULL;
    }
}
