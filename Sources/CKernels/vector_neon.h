// Four numbers in a vector; thirty-two registers.
#include <arm_neon.h>

#define ROWS 12
#define VECTOR 4
#define PAIRS 0
// Vectors of outputs that a tile of a convolution keeps in registers.
#define TILE_VECTORS 4

typedef float32x4_t V;
typedef uint32x4_t Mask;

#define v_set(x) vdupq_n_f32(x)
#define v_load(p) vld1q_f32(p)
#define v_load_unaligned(p) vld1q_f32(p)
#define v_store(p, a) vst1q_f32(p, a)
#define v_add(a, b) vaddq_f32(a, b)
#define v_sub(a, b) vsubq_f32(a, b)
#define v_mul(a, b) vmulq_f32(a, b)
#define v_div(a, b) vdivq_f32(a, b)
#define v_sqrt(a) vsqrtq_f32(a)
#define v_fma(a, b, c) vfmaq_f32(c, a, b)
#define v_max(a, b) vmaxq_f32(a, b)
#define v_min(a, b) vminq_f32(a, b)
#define v_less(a, b) vcltq_f32(a, b)
#define v_both(a, b) vandq_u32(a, b)
#define v_select(mask, a, b) vbslq_f32(mask, a, b)
#define v_any(mask) (vmaxvq_u32(mask) != 0)

static inline V v_xor_sign(V a, V n) {
    uint32x4_t sign = vshlq_n_u32(vreinterpretq_u32_f32(n), 31);
    return vreinterpretq_f32_u32(veorq_u32(vreinterpretq_u32_f32(a), sign));
}

static inline V v_add_exponent(V a, V n) {
    uint32x4_t exponent = vshlq_n_u32(vreinterpretq_u32_f32(n), 23);
    return vreinterpretq_f32_u32(vaddq_u32(vreinterpretq_u32_f32(a), exponent));
}

static inline V v_round_to_bfloat16(V a) {
    uint32x4_t bits = vreinterpretq_u32_f32(a);
    uint32x4_t odd = vandq_u32(vshrq_n_u32(bits, 16), vdupq_n_u32(1));
    bits = vaddq_u32(bits, vaddq_u32(odd, vdupq_n_u32(0x7FFF)));
    return vreinterpretq_f32_u32(vandq_u32(bits, vdupq_n_u32(0xFFFF0000)));
}

/// A bit for each number, the first one lowest.
static inline unsigned v_bits(Mask mask) {
    const uint32x4_t places = {1, 2, 4, 8};
    return vaddvq_u32(vandq_u32(mask, places));
}

static inline Mask v_mask(unsigned bits) {
    const uint32x4_t places = {1, 2, 4, 8};
    return vtstq_u32(vdupq_n_u32(bits), places);
}

/// Four vectors of a matrix become those of its transpose.
static inline void v_transpose(V r[4]) {
    float32x4x2_t top = vtrnq_f32(r[0], r[1]), bottom = vtrnq_f32(r[2], r[3]);
    r[0] = vcombine_f32(vget_low_f32(top.val[0]), vget_low_f32(bottom.val[0]));
    r[1] = vcombine_f32(vget_low_f32(top.val[1]), vget_low_f32(bottom.val[1]));
    r[2] = vcombine_f32(vget_high_f32(top.val[0]), vget_high_f32(bottom.val[0]));
    r[3] = vcombine_f32(vget_high_f32(top.val[1]), vget_high_f32(bottom.val[1]));
}
