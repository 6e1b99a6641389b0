// Four numbers in a vector; thirty-two registers.
#include <arm_neon.h>

#define ROWS 12
#define VECTOR 4
#define PAIRS 0

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
