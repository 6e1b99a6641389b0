#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define KERNELS ck_avx2
#define NAME "avx2"
#include "vector_avx2.h"
#include "kernels.h"
#pragma clang attribute pop
#endif
