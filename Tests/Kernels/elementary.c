// Sine, exponential, hyperbolic tangent, densities, against the C library's in double precision.
#include "check.h"

enum { SWEEP = 1 << 17 };

/// sin(pi x) with an exact range reduction: fmod rounds nothing.
static double sine_of_pi(double x) { return sin(M_PI * fmod(x, 2)); }

/// Evenly spaced numbers, and behind them some that are special.
static float *sweep(double low, double high, const float *special, int count) {
    float *x = room(SWEEP);
    for (int i = 0; i < SWEEP; i++) x[i] = (float)(low + (high - low) * i / (SWEEP - 1));
    for (int i = 0; i < count; i++) x[i] = special[i];
    return x;
}

static float *copy(const float *x) { return memcpy(room(SWEEP), x, SWEEP * sizeof *x); }

static void check_sine(const ck_kernels *k) {
    const float special[] = {
        0.0f, -0.0f, 1e-38f, -1e-30f, 1e-10f, 0.5f, -0.5f, 1.0f, 1.5f, 999.5f, -1000.25f,
        65536.5f, 1048575.75f, -2097151.5f, 4194303.5f, -4194303.0f,
    };
    begin(k, "sine");
    float *x = sweep(-1000, 1000, special, sizeof special / sizeof *special);
    float *y = copy(x);
    k->sine(SWEEP, y);
    for (int i = 0; i < SWEEP; i++) close_to(y[i], sine_of_pi(x[i]), sine_tolerance(k));
    // Small arguments keep their digits: sin(pi x) = pi x to a few roundings.
    for (int i = 2; i < 5; i++) close_to(y[i] / (M_PI * x[i]), 1, 4 * ROUNDING);
    end();
}

static void check_exponential(const ck_kernels *k) {
    const float special[] = {0.0f, -0.0f, 1e-38f, 1e-8f, -1e-8f, 0.34657359f, -87.0f, 88.0f};
    begin(k, "exponential");
    float *x = sweep(-87, 88, special, sizeof special / sizeof *special);
    float *y = copy(x);
    k->exponential(SWEEP, y);
    for (int i = 0; i < SWEEP; i++) close_to(y[i] / exp(x[i]), 1, 1e-7);
    // An empty interval must be transparent, not nearly so.
    is_true(y[0] == 1 && y[1] == 1);
    const float beyond[] = {-1e30f, -INFINITY, -88.0f, 1e30f, INFINITY, 89.0f};
    float *z = sweep(0, 0, beyond, sizeof beyond / sizeof *beyond);
    k->exponential(SWEEP, z);
    for (int i = 0; i < 6; i++) close_to(z[i] / exp(i < 3 ? -87.0 : 88.0), 1, 1e-7);
    end();
}

static void check_tanh(const ck_kernels *k) {
    const float special[] = {0.0f, 1e-30f, 20.0f, -20.0f, 1e30f, -INFINITY, INFINITY};
    begin(k, "tanh");
    float *x = sweep(-12, 12, special, sizeof special / sizeof *special);
    float *y = copy(x);
    k->tanh(SWEEP, y);
    for (int i = 0; i < SWEEP; i++) {
        close_to(y[i], tanh(x[i]), 2e-7);
        is_true(y[i] >= -1 && y[i] <= 1);
    }
    end();
}

static void check_softplus(const ck_kernels *k) {
    const float special[] = {0.0f, -0.0f, 1e-38f, -1e-38f, 1e-8f, -1e-8f, 0.5f, 16.64f, -87.0f};
    begin(k, "softplus");
    float *x = sweep(-87, 88, special, sizeof special / sizeof *special);
    float *y = copy(x);
    k->density(CK_SOFTPLUS, SWEEP, y);
    for (int i = 0; i < SWEEP; i++) {
        close_to(y[i] / log1p(exp(x[i])), 1, 3e-7);
        is_true(y[i] > 0 && y[i] >= x[i]);
    }
    // Beyond the bounds of the exponential: its value there, or x itself.
    const float beyond[] = {-1e30f, -INFINITY, -88.0f, 1e30f, INFINITY, 89.0f};
    float *z = sweep(0, 0, beyond, sizeof beyond / sizeof *beyond);
    k->density(CK_SOFTPLUS, SWEEP, z);
    for (int i = 0; i < 3; i++) close_to(z[i] / exp(-87.0), 1, 3e-7);
    for (int i = 3; i < 6; i++) is_true(z[i] == beyond[i]);
    end();
}

static void check_relu(const ck_kernels *k) {
    const float special[] = {0.0f, 1e-38f, -1e-38f, 1e30f, -1e30f, INFINITY, -INFINITY};
    begin(k, "relu");
    float *x = sweep(-100, 100, special, sizeof special / sizeof *special);
    float *y = copy(x);
    k->density(CK_RELU, SWEEP, y);
    for (int i = 0; i < SWEEP; i++) is_true(y[i] == fmaxf(0, x[i]));
    end();
}

/// Not a number has to be noticed at the end: nothing may make a number of it.
static void check_not_a_number(const ck_kernels *k) {
    begin(k, "NaN goes through");
    for (int kind = 0; kind < 5; kind++) {
        float *x = room(2 * k->lanes);
        for (int lane = 0; lane < k->lanes; lane++) x[2 * lane] = NAN;
        switch (kind) {
        case 0: k->density(CK_SOFTPLUS, 2 * k->lanes, x); break;
        case 1: k->density(CK_RELU, 2 * k->lanes, x); break;
        case 2: k->exponential(2 * k->lanes, x); break;
        case 3: k->tanh(2 * k->lanes, x); break;
        default: k->sine(2 * k->lanes, x);
        }
        for (int i = 0; i < 2 * k->lanes; i++) is_true((isnan(x[i]) != 0) == (i % 2 == 0));
    }
    end();
}

void check_elementary(const ck_kernels *k) {
    check_sine(k);
    check_exponential(k);
    check_tanh(k);
    check_softplus(k);
    check_relu(k);
    check_not_a_number(k);
}
