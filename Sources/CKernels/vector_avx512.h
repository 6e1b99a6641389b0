// Sixteen numbers in a vector; thirty-two registers.
#include <immintrin.h>

#define ROWS 12
#define VECTOR 16
// Vectors of outputs that a tile of a convolution keeps in registers.
#define TILE_VECTORS 4

typedef __m512 V;
typedef __mmask16 Mask;

#define v_set(x) _mm512_set1_ps(x)
#define v_load(p) _mm512_load_ps(p)
#define v_load_unaligned(p) _mm512_loadu_ps(p)
#define v_store(p, a) _mm512_store_ps(p, a)
#define v_add(a, b) _mm512_add_ps(a, b)
#define v_sub(a, b) _mm512_sub_ps(a, b)
#define v_mul(a, b) _mm512_mul_ps(a, b)
#define v_div(a, b) _mm512_div_ps(a, b)
#define v_sqrt(a) _mm512_sqrt_ps(a)
#define v_fma(a, b, c) _mm512_fmadd_ps(a, b, c)
#define v_max(a, b) _mm512_max_ps(a, b)
#define v_min(a, b) _mm512_min_ps(a, b)
#define v_less(a, b) _mm512_cmp_ps_mask(a, b, _CMP_LT_OQ)
#define v_both(a, b) ((Mask)((a) & (b)))
#define v_select(mask, a, b) _mm512_mask_blend_ps(mask, b, a)
#define v_any(mask) ((mask) != 0)

static inline V v_xor_sign(V a, V n) {
    __m512i sign = _mm512_slli_epi32(_mm512_castps_si512(n), 31);
    return _mm512_castsi512_ps(_mm512_xor_si512(_mm512_castps_si512(a), sign));
}

static inline V v_add_exponent(V a, V n) {
    __m512i exponent = _mm512_slli_epi32(_mm512_castps_si512(n), 23);
    return _mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(a), exponent));
}

static inline V v_round_to_bfloat16(V a) {
    __m512i bits = _mm512_castps_si512(a);
    __m512i odd = _mm512_and_si512(_mm512_srli_epi32(bits, 16), _mm512_set1_epi32(1));
    __m512i half = _mm512_add_epi32(odd, _mm512_set1_epi32(0x7FFF));
    bits = _mm512_and_si512(
        _mm512_add_epi32(bits, half), _mm512_set1_epi32((int)0xFFFF0000));
    return _mm512_castsi512_ps(bits);
}

/// A bit for each number, the first one lowest.
static inline unsigned v_bits(Mask mask) { return mask; }

static inline Mask v_mask(unsigned bits) { return (Mask)bits; }

/// Quarters of a and b. Emulated there is no such instruction for floats.
#define v_quarters(a, b, which) \
    _mm512_castsi512_ps( \
        _mm512_shuffle_i32x4(_mm512_castps_si512(a), _mm512_castps_si512(b), which))

/// Sixteen vectors of a matrix become those of its transpose.
static inline __attribute__((always_inline)) void v_transpose(V r[16]) {
    V t[16];
    for (int i = 0; i < 16; i += 2) {
        t[i] = _mm512_unpacklo_ps(r[i], r[i + 1]);
        t[i + 1] = _mm512_unpackhi_ps(r[i], r[i + 1]);
    }
    // Of rows i on, columns j, 4 + j, 8 + j and 12 + j.
    V q[16];
    for (int i = 0; i < 16; i += 4) {
        q[i] = _mm512_shuffle_ps(t[i], t[i + 2], 0x44);
        q[i + 1] = _mm512_shuffle_ps(t[i], t[i + 2], 0xee);
        q[i + 2] = _mm512_shuffle_ps(t[i + 1], t[i + 3], 0x44);
        q[i + 3] = _mm512_shuffle_ps(t[i + 1], t[i + 3], 0xee);
    }
    for (int j = 0; j < 4; j++) {
        V even = v_quarters(q[j], q[4 + j], 0x88);
        V odd = v_quarters(q[j], q[4 + j], 0xdd);
        V even_behind = v_quarters(q[8 + j], q[12 + j], 0x88);
        V odd_behind = v_quarters(q[8 + j], q[12 + j], 0xdd);
        r[j] = v_quarters(even, even_behind, 0x88);
        r[4 + j] = v_quarters(odd, odd_behind, 0x88);
        r[8 + j] = v_quarters(even, even_behind, 0xdd);
        r[12 + j] = v_quarters(odd, odd_behind, 0xdd);
    }
}

#if PAIRS
typedef __m512i Pairs;

#define p_load(p) _mm512_load_si512(p)
#define p_store(p, a) _mm512_store_si512(p, a)
#define p_set(word) _mm512_set1_epi32((int)(word))
#define p_dot(x, w, sum) _mm512_dpbf16_ps(sum, (__m512bh)(x), (__m512bh)(w))
#define p_low(a) _mm512_castsi512_ps(_mm512_slli_epi32(a, 16))
#define p_high(a) \
    _mm512_castsi512_ps(_mm512_and_si512(a, _mm512_set1_epi32((int)0xFFFF0000)))

static inline Pairs p_pack(V low, V high) {
    __m512i l = _mm512_castps_si512(v_round_to_bfloat16(low));
    __m512i h = _mm512_castps_si512(v_round_to_bfloat16(high));
    return _mm512_or_si512(_mm512_srli_epi32(l, 16), h);
}
#endif
