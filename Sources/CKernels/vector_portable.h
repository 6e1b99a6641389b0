// Four numbers in a vector, by the compiler's own vector types; products and sums round apart,
// because a fused multiply-add would be a call where the processor has none.
#include <string.h>

#define ROWS 4
#define VECTOR 4
#define PAIRS 0
// Vectors of outputs that a tile of a convolution keeps in registers.
#define TILE_VECTORS 2

typedef float V __attribute__((vector_size(16)));
typedef int32_t Mask __attribute__((vector_size(16)));
typedef uint32_t Bits __attribute__((vector_size(16)));

#define v_set(x) ((V){(x), (x), (x), (x)})
#define v_load(p) (*(const V *)(p))
#define v_store(p, a) (*(V *)(p) = (a))
#define v_add(a, b) ((a) + (b))
#define v_sub(a, b) ((a) - (b))
#define v_mul(a, b) ((a) * (b))
#define v_div(a, b) ((a) / (b))
#define v_fma(a, b, c) ((a) * (b) + (c))
#define v_max(a, b) v_select(v_less(b, a), a, b)
#define v_min(a, b) v_select(v_less(a, b), a, b)
#define v_less(a, b) ((Mask)((a) < (b)))
#define v_both(a, b) ((a) & (b))
#define v_select(mask, a, b) ((V)(((mask) & (Mask)(a)) | (~(mask) & (Mask)(b))))

static inline V v_sqrt(V a) {
    for (int i = 0; i < VECTOR; i++) a[i] = __builtin_sqrtf(a[i]);
    return a;
}

static inline V v_load_unaligned(const float *p) {
    V a;
    memcpy(&a, p, sizeof a);
    return a;
}

static inline bool v_any(Mask mask) { return (mask[0] | mask[1] | mask[2] | mask[3]) != 0; }

static inline V v_xor_sign(V a, V n) { return (V)((Bits)a ^ ((Bits)n << 31)); }

static inline V v_add_exponent(V a, V n) { return (V)((Bits)a + ((Bits)n << 23)); }

static inline V v_round_to_bfloat16(V a) {
    Bits bits = (Bits)a;
    return (V)((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000);
}

/// A bit for each number, the first one lowest.
static inline unsigned v_bits(Mask mask) {
    const Mask found = mask & (Mask){1, 2, 4, 8};
    return (unsigned)(found[0] | found[1] | found[2] | found[3]);
}

static inline Mask v_mask(unsigned bits) {
    const Mask places = {1, 2, 4, 8}, all = {(int)bits, (int)bits, (int)bits, (int)bits};
    return (Mask)((all & places) == places);
}

/// Four vectors of a matrix become those of its transpose.
static inline void v_transpose(V r[4]) {
    V t[4] = {r[0], r[1], r[2], r[3]};
    for (int i = 0; i < 4; i++) r[i] = (V){t[0][i], t[1][i], t[2][i], t[3][i]};
}
