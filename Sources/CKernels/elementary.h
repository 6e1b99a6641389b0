// Sine, exponential and hyperbolic tangent by polynomials.
//
// v_max and v_min give their second operand where one is not a number, so that bounds come first:
// NaN goes through everything and is noticed at the end.

// Added to x it leaves x rounded to the nearest integer in the low bits, for |x| < 2^22.
#define ROUNDER 12582912.0f

/// sin(pi r) for |r| <= 1/2: the minimax polynomial of degree 9.
INLINE V v_half_turn(V r) {
    V r2 = v_mul(r, r);
    V p = v_fma(r2, v_set(0x1.3c4b2cp-4f), v_set(-0x1.3232fap-1f));
    p = v_fma(r2, p, v_set(0x1.46676ep+1f));
    p = v_fma(r2, p, v_set(-0x1.4abbb6p+2f));
    p = v_fma(r2, p, v_set(0x1.921fb4p+1f));
    return v_mul(r, p);
}

/// sin(pi x): n is the nearest integer, r = x - n without rounding, sin(pi x) = ±sin(pi r). At most
/// 1.8e-7 from the true value for |x| < 2^22, 2.1e-7 where products and sums round apart (portable).
INLINE V v_sine(V x) {
    V shifted = v_add(x, v_set(ROUNDER));
    V r = v_sub(x, v_sub(shifted, v_set(ROUNDER)));
    return v_xor_sign(v_half_turn(r), shifted);
}

/// exp(x): n is the integer nearest to x / ln 2, r = x - n ln 2 in two steps, exp(x) = 2^n exp(r).
/// At most 1e-7 of the true value from it for -87 <= x <= 88; beyond, the value at the bound.
INLINE V v_exponential(V x) {
    x = v_min(v_set(88.0f), v_max(v_set(-87.0f), x));
    V shifted = v_fma(x, v_set(0x1.715476p+0f), v_set(ROUNDER));
    V n = v_sub(shifted, v_set(ROUNDER));
    V r = v_fma(n, v_set(-0x1.62e4p-1f), x);
    r = v_fma(n, v_set(-0x1.7f7d1cp-20f), r);
    V p = v_fma(r, v_set(1.394111366e-3f), v_set(8.363175255e-3f));
    p = v_fma(r, p, v_set(4.166637525e-2f));
    p = v_fma(r, p, v_set(1.666657701e-1f));
    p = v_fma(r, p, v_set(0.5000000027f));
    p = v_fma(v_mul(r, r), p, r);
    return v_add_exponent(v_add(p, v_set(1.0f)), shifted);
}

/// log(1 + exp(x)) = max(x, 0) + log(1 + e) with e = exp(-|x|), and
/// log(1 + e) = 2 artanh(t) with t = e / (2 + e), which is at most 1/3: t times a polynomial in t²
/// (degree 4, at most 3e-8 off). At most 3e-7 of the true value from it where -87 <= x.
INLINE V v_softplus(V x) {
    V zero = v_set(0.0f);
    V e = v_exponential(v_min(x, v_sub(zero, x)));
    V t = v_div(e, v_add(v_set(2.0f), e));
    V t2 = v_mul(t, t);
    V p = v_fma(t2, v_set(0x1.12f598p-2f), v_set(0x1.21249ap-2f));
    p = v_fma(t2, p, v_set(0x1.99ad6cp-2f));
    p = v_fma(t2, p, v_set(0x1.55554cp-1f));
    p = v_fma(t2, p, v_set(2.0f));
    return v_fma(t, p, v_max(zero, x));
}

/// tanh(x) = 1 - 2 / (exp(2 x) + 1), at most 2e-7 from the true value.
INLINE V v_tanh(V x) {
    // Beyond 10 the result is 1 in single precision.
    V limited = v_min(v_set(10.0f), v_max(v_set(-10.0f), x));
    V e = v_exponential(v_add(limited, limited));
    return v_sub(v_set(1.0f), v_div(v_set(2.0f), v_add(e, v_set(1.0f))));
}

static void sine_of(ptrdiff_t count, float *x) {
    for (ptrdiff_t i = 0; i < count; i += VECTOR) v_store(x + i, v_sine(v_load(x + i)));
}

static void exponential_of(ptrdiff_t count, float *x) {
    for (ptrdiff_t i = 0; i < count; i += VECTOR) v_store(x + i, v_exponential(v_load(x + i)));
}

static void tanh_of(ptrdiff_t count, float *x) {
    for (ptrdiff_t i = 0; i < count; i += VECTOR) v_store(x + i, v_tanh(v_load(x + i)));
}
