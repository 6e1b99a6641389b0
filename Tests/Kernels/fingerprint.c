// The bits of what different instruction sets compute for the same points.
#include "check.h"

enum { POINTS = 64, SAMPLES = 12, INPUTS = 37, OUTPUTS = 29, READOUTS = 3 };

static uint64_t hash;

static void add(const void *bytes, size_t count) {
    // FNV-1a.
    for (size_t i = 0; i < count; i++) hash = (hash ^ ((const uint8_t *)bytes)[i]) * 0x100000001B3;
}

/// From `[channels][POINTS]` to panels, or back.
static void regroup(const ck_kernels *k, int channels, bool back, float *points, float *panels) {
    for (int channel = 0; channel < channels; channel++)
        for (int point = 0; point < POINTS; point++) {
            const int panel = point / k->lanes, lane = point % k->lanes;
            float *a = points + channel * POINTS + point;
            float *b = panels + (panel * channels + channel) * k->lanes + lane;
            if (back) *a = *b;
            else *b = *a;
        }
}

static float *panels_of(const ck_kernels *k, int channels, float low, float high) {
    float *panels = room((ptrdiff_t)channels * POINTS);
    regroup(k, channels, false, uniforms((ptrdiff_t)channels * POINTS, low, high), panels);
    return panels;
}

static void add_panels(const ck_kernels *k, int channels, float *panels) {
    float *points = room((ptrdiff_t)channels * POINTS);
    regroup(k, channels, true, points, panels);
    add(points, (size_t)channels * POINTS * sizeof *points);
}

static void add_layer(const ck_kernels *k, ck_activation activation) {
    ck_matrix matrix = {
        .values = uniforms(INPUTS * OUTPUTS, -1, 1), .input_stride = 1, .output_stride = INPUTS,
        .output_scale = uniforms(OUTPUTS, 0.5f, 1.5f), .inputs = INPUTS, .outputs = OUTPUTS,
    };
    float *packed = room(k->packed_words(INPUTS, OUTPUTS, false));
    k->pack(&matrix, packed);
    ck_layer layer = {
        .weights = packed, .bias = uniforms(OUTPUTS, -1, 1),
        .readout = uniforms(READOUTS * OUTPUTS, -1, 1), .inputs = INPUTS, .outputs = OUTPUTS,
        .readouts = READOUTS, .activation = activation, .adds = true,
    };
    float *x = panels_of(k, INPUTS, -1, 1), *y = panels_of(k, OUTPUTS, -1, 1);
    float *sums = panels_of(k, READOUTS, -1, 1);
    k->dense(
        &layer, POINTS / k->lanes, x, INPUTS * k->lanes, y, OUTPUTS * k->lanes, sums,
        READOUTS * k->lanes);
    add_panels(k, OUTPUTS, y);
    add_panels(k, READOUTS, sums);
}

static void add_vectors(const ck_kernels *k) {
    float *weights = uniforms(131 * OUTPUTS, -1, 1), *x = uniforms(131, -1, 1);
    float *bias = uniforms(OUTPUTS, -1, 1), *y = room(OUTPUTS);
    k->matvec(131, OUTPUTS, weights, bias, x, y);
    add(y, OUTPUTS * sizeof *y);
    k->squares(131, OUTPUTS, weights, x, y);
    add(y, OUTPUTS * sizeof *y);
}

static void add_elementary(const ck_kernels *k) {
    float *x = uniforms(1 << 14, -1000, 1000), *y = uniforms(1 << 14, -90, 90);
    k->sine(1 << 14, x);
    add(x, (1 << 14) * sizeof *x);
    k->tanh(1 << 14, y);
    add(y, (1 << 14) * sizeof *y);
    y = uniforms(1 << 14, -90, 90);
    k->exponential(1 << 14, y);
    add(y, (1 << 14) * sizeof *y);
    y = uniforms(1 << 14, -90, 90);
    k->density(CK_SOFTPLUS, 1 << 14, y);
    add(y, (1 << 14) * sizeof *y);
}

/// The ball at the points where rays leave a sphere.
static void add_spheres(const ck_kernels *k) {
    const float origin[3] = {0.23f, -0.47f, 0.85f};
    float *directions = panels_of(k, 3, -0.9f, 0.9f), *density = panels_of(k, 1, -9, 9);
    float *points = room(3 * POINTS);
    for (int panel = 0; panel < POINTS / k->lanes; panel++) {
        const ptrdiff_t at = (ptrdiff_t)panel * k->lanes;
        k->exits(origin, directions + 3 * at, 0.31f, points + 3 * at);
        k->ball(59, 0.61f, points + 3 * at, density + at);
    }
    add_panels(k, 3, points);
    add_panels(k, 1, density);
}

static void add_rays(const ck_kernels *k, ck_density kind, float last_length) {
    float *steps = panels_of(k, SAMPLES, 0, 0.02f), *density = panels_of(k, SAMPLES, -20, 100);
    float *draws = panels_of(k, SAMPLES, 0, 1), *weights = room(SAMPLES * POINTS);
    float *drawn = room(SAMPLES * POINTS);
    for (int panel = 0; panel < POINTS / k->lanes; panel++) {
        const ptrdiff_t at = (ptrdiff_t)panel * SAMPLES * k->lanes;
        for (int i = k->lanes; i < SAMPLES * k->lanes; i++)
            steps[at + i] += steps[at + i - k->lanes];
        ck_samples samples = {
            .samples = SAMPLES, .distances = steps + at, .raw_density = density + at,
            .density = kind, .last_length = last_length, .last_takes_rest = true,
        };
        k->weights(&samples, weights + at);
        k->importance(
            SAMPLES, steps + at, weights + at, SAMPLES, draws + at,
            room((ptrdiff_t)2 * SAMPLES * k->lanes), drawn + at);
    }
    add_panels(k, SAMPLES, weights);
    add_panels(k, SAMPLES, drawn);
}

/// The gradient of a layer behind a sine, and of the shares of samples.
static void add_slopes(const ck_kernels *k) {
    const int panels = POINTS / k->lanes, row = (OUTPUTS + k->lanes - 1) / k->lanes * k->lanes;
    float *x = panels_of(k, INPUTS, -1, 1), *y = panels_of(k, OUTPUTS, -9, 9);
    float *sines = room(OUTPUTS * POINTS), *turned = room((ptrdiff_t)POINTS * row);
    float *sums = uniforms(INPUTS * OUTPUTS, -1, 1), *bias = uniforms(OUTPUTS, -1, 1);
    k->sine_slope(OUTPUTS * POINTS, y, sines);
    k->turn(panels, OUTPUTS, y, OUTPUTS * k->lanes, turned, row);
    k->outer(panels, INPUTS, OUTPUTS, x, INPUTS * k->lanes, turned, row, sums);
    k->add_points(POINTS, OUTPUTS, turned, row, bias);
    float *few = uniforms(INPUTS * READOUTS, -1, 1), *few_bias = uniforms(READOUTS, -1, 1);
    k->outer_few(
        panels, INPUTS, READOUTS, x, INPUTS * k->lanes, sines, OUTPUTS * k->lanes, few);
    k->add_lanes(panels, READOUTS, sines, OUTPUTS * k->lanes, few_bias);
    add(few, INPUTS * READOUTS * sizeof *few);
    add(few_bias, READOUTS * sizeof *few_bias);
    add_panels(k, OUTPUTS, sines);
    add(sums, INPUTS * OUTPUTS * sizeof *sums);
    add(bias, OUTPUTS * sizeof *bias);
}

static void add_weight_slopes(const ck_kernels *k, ck_density kind) {
    float *steps = panels_of(k, SAMPLES, 0, 0.02f), *density = panels_of(k, SAMPLES, -20, 100);
    float *slopes = panels_of(k, SAMPLES, -1, 1);
    for (int panel = 0; panel < POINTS / k->lanes; panel++) {
        const ptrdiff_t at = (ptrdiff_t)panel * SAMPLES * k->lanes;
        for (int i = k->lanes; i < SAMPLES * k->lanes; i++)
            steps[at + i] += steps[at + i - k->lanes];
        ck_samples samples = {
            .samples = SAMPLES, .distances = steps + at, .raw_density = density + at,
            .density = kind, .last_length = 0.02f, .last_takes_rest = true,
        };
        k->weights_slope(
            &samples, slopes + at, room((ptrdiff_t)3 * SAMPLES * k->lanes), slopes + at);
    }
    add_panels(k, SAMPLES, slopes);
}

uint64_t fingerprint(const ck_kernels *k) {
    begin(k, "fingerprint");
    hash = 0xCBF29CE484222325;
    add_layer(k, CK_LINEAR);
    add_layer(k, CK_LEAKY_RELU);
    add_layer(k, CK_SINE);
    add_vectors(k);
    add_elementary(k);
    add_rays(k, CK_RELU, 1e10f);
    add_rays(k, CK_SOFTPLUS, 0.02f);
    add_spheres(k);
    add_slopes(k);
    add_weight_slopes(k, CK_RELU);
    add_weight_slopes(k, CK_SOFTPLUS);
    each_convolution(k, add);
    return hash;
}
