// Eight numbers in a vector; sixteen registers.
#include <immintrin.h>

#define ROWS 6
#define VECTOR 8
#define PAIRS 0
// Vectors of outputs that a tile of a convolution keeps in registers.
#define TILE_VECTORS 2

typedef __m256 V;
typedef __m256 Mask;

#define v_set(x) _mm256_set1_ps(x)
#define v_load(p) _mm256_load_ps(p)
#define v_load_unaligned(p) _mm256_loadu_ps(p)
#define v_store(p, a) _mm256_store_ps(p, a)
#define v_add(a, b) _mm256_add_ps(a, b)
#define v_sub(a, b) _mm256_sub_ps(a, b)
#define v_mul(a, b) _mm256_mul_ps(a, b)
#define v_div(a, b) _mm256_div_ps(a, b)
#define v_sqrt(a) _mm256_sqrt_ps(a)
#define v_fma(a, b, c) _mm256_fmadd_ps(a, b, c)
#define v_max(a, b) _mm256_max_ps(a, b)
#define v_min(a, b) _mm256_min_ps(a, b)
#define v_less(a, b) _mm256_cmp_ps(a, b, _CMP_LT_OQ)
#define v_both(a, b) _mm256_and_ps(a, b)
#define v_select(mask, a, b) _mm256_blendv_ps(b, a, mask)
#define v_any(mask) (_mm256_movemask_ps(mask) != 0)

static inline V v_xor_sign(V a, V n) {
    __m256i sign = _mm256_slli_epi32(_mm256_castps_si256(n), 31);
    return _mm256_xor_ps(a, _mm256_castsi256_ps(sign));
}

static inline V v_add_exponent(V a, V n) {
    __m256i exponent = _mm256_slli_epi32(_mm256_castps_si256(n), 23);
    return _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(a), exponent));
}

static inline V v_round_to_bfloat16(V a) {
    __m256i bits = _mm256_castps_si256(a);
    __m256i odd = _mm256_and_si256(_mm256_srli_epi32(bits, 16), _mm256_set1_epi32(1));
    __m256i half = _mm256_add_epi32(odd, _mm256_set1_epi32(0x7FFF));
    bits = _mm256_and_si256(_mm256_add_epi32(bits, half), _mm256_set1_epi32((int)0xFFFF0000));
    return _mm256_castsi256_ps(bits);
}

/// A bit for each number, the first one lowest.
static inline unsigned v_bits(Mask mask) { return (unsigned)_mm256_movemask_ps(mask); }

static inline Mask v_mask(unsigned bits) {
    const __m256i places = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
    __m256i found = _mm256_and_si256(_mm256_set1_epi32((int)bits), places);
    return _mm256_castsi256_ps(_mm256_cmpeq_epi32(found, places));
}

/// Eight vectors of a matrix become those of its transpose.
static inline __attribute__((always_inline)) void v_transpose(V r[8]) {
    V t[8];
    for (int i = 0; i < 8; i += 2) {
        t[i] = _mm256_unpacklo_ps(r[i], r[i + 1]);
        t[i + 1] = _mm256_unpackhi_ps(r[i], r[i + 1]);
    }
    // Of rows 4 i on, columns j and 4 + j.
    V q[8];
    for (int i = 0; i < 8; i += 4) {
        q[i] = _mm256_shuffle_ps(t[i], t[i + 2], 0x44);
        q[i + 1] = _mm256_shuffle_ps(t[i], t[i + 2], 0xee);
        q[i + 2] = _mm256_shuffle_ps(t[i + 1], t[i + 3], 0x44);
        q[i + 3] = _mm256_shuffle_ps(t[i + 1], t[i + 3], 0xee);
    }
    for (int j = 0; j < 4; j++) {
        r[j] = _mm256_permute2f128_ps(q[j], q[4 + j], 0x20);
        r[4 + j] = _mm256_permute2f128_ps(q[j], q[4 + j], 0x31);
    }
}
