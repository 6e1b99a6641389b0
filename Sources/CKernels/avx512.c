#if defined(__x86_64__)
#include <immintrin.h>

#include "compiler.h"

BEGIN_TARGET("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")
#define KERNELS ck_avx512
#define NAME "avx512"
#define PAIRS 0
#include "vector_avx512.h"
#include "kernels.h"
END_TARGET
#endif
