#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#define KERNELS ck_avx512
#define NAME "avx512"
#define PAIRS 0
#include "vector_avx512.h"
#include "kernels.h"
#pragma clang attribute pop
#endif
