#if defined(__x86_64__)
#include <immintrin.h>

#include "compiler.h"

BEGIN_TARGET("avx2,fma")
#define KERNELS ck_avx2
#define NAME "avx2"
#include "vector_avx2.h"
#include "kernels.h"
END_TARGET
#endif
