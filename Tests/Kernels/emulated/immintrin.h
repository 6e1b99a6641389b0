// Stands in for the compiler's <immintrin.h> where a processor lacks AVX-512: SIMDe's functions
// (Debian's libsimde-dev) under the names of Intel's.
#ifndef EMULATED_IMMINTRIN_H
#define EMULATED_IMMINTRIN_H

// Nothing of the processor's own, so that SIMDe does not ask for the header that this one hides.
#define SIMDE_NO_NATIVE
#define SIMDE_ENABLE_NATIVE_ALIASES
#include <simde/x86/avx512.h>

// The one name that SIMDe does not give.
typedef simde__mmask16 __mmask16;

#include <string.h>

/// SIMDe's rounds the product before it adds; the processor's does not.
static inline simde__m512 emulated_fmadd(simde__m512 a, simde__m512 b, simde__m512 c) {
    float x[16], y[16], z[16];
    memcpy(x, &a, sizeof x);
    memcpy(y, &b, sizeof y);
    memcpy(z, &c, sizeof z);
    for (int i = 0; i < 16; i++) z[i] = __builtin_fmaf(x[i], y[i], z[i]);
    memcpy(&c, z, sizeof z);
    return c;
}
#undef _mm512_fmadd_ps
#define _mm512_fmadd_ps(a, b, c) emulated_fmadd(a, b, c)

#include "tiles.h"

#endif
