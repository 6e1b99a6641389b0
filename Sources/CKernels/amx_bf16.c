#if defined(__x86_64__)
#include <immintrin.h>

#include "compiler.h"

BEGIN_TARGET(
    "avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,amx-tile,amx-bf16,avx2,fma")
#define KERNELS ck_amx_bf16
#define NAME "amx-bf16"
#define PAIRS 1
#define MATRIX_TILES 1
#include "vector_avx512.h"
#include "kernels.h"
END_TARGET
#endif
