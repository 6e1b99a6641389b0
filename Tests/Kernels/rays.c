// Points, compositing, and the small ones beside them.
#include "check.h"

enum { MOST_SAMPLES = 48 };

static void check_points(const ck_kernels *k) {
    begin(k, "points");
    const float origin[3] = {0.25f, -0.5f, 1};
    float *directions = uniforms(3 * k->lanes, -1, 1), *distances = uniforms(k->lanes, 0.5f, 2);
    float *to = room(3 * k->lanes);
    k->points(origin, directions, distances, 8.25f, to);
    for (int axis = 0; axis < 3; axis++)
        for (int lane = 0; lane < k->lanes; lane++) {
            const double step = (double)directions[axis * k->lanes + lane] * distances[lane];
            close_to(
                to[axis * k->lanes + lane], 8.25 * (origin[axis] + step),
                8.25 * 4 * ROUNDING * (fabs(origin[axis]) + fabs(step)));
        }
    end();
}

/// Sorted distances from about 0.9 to 1.1.
static float *sorted_distances(const ck_kernels *k, int samples) {
    float *distances = room((ptrdiff_t)samples * k->lanes);
    for (int i = 0; i < samples; i++)
        for (int lane = 0; lane < k->lanes; lane++)
            distances[i * k->lanes + lane] =
                0.9f + 0.2f * ((float)i + uniform(0, 0.9f)) / (float)samples;
    return distances;
}

/// The density of a sample, which the kernel sums in single precision too.
static double density_of(const ck_samples *s, ptrdiff_t at) {
    const float raw = s->noise ? s->raw_density[at] + s->noise[at] : s->raw_density[at];
    if (s->density == CK_RELU) return raw > 0 ? raw : 0;
    // Beyond 40 the 1 is below the last place.
    return raw > 40 ? raw : log1p(exp(raw));
}

/// The compositing of one ray in double precision.
static void composite(const ck_kernels *k, const ck_samples *s, int lane, double *weights) {
    double passing = 1, sum = 0;
    for (int i = 0; i < s->samples; i++) {
        const ptrdiff_t at = (ptrdiff_t)i * k->lanes + lane;
        const double delta = i + 1 < s->samples
            ? (double)s->distances[at + k->lanes] - s->distances[at] : s->last_length;
        const double alpha = 1 - exp(-delta * density_of(s, at));
        weights[i] = alpha * passing;
        sum += weights[i];
        passing *= 1 - alpha + 1e-10;
    }
    if (s->last_takes_rest) weights[s->samples - 1] += 1 - sum;
}

static void check_weights_of(const ck_kernels *k, const ck_samples *s) {
    float *to = room((ptrdiff_t)s->samples * k->lanes);
    k->weights(s, to);
    for (int lane = 0; lane < k->lanes; lane++) {
        double expected[MOST_SAMPLES], sum = 0;
        composite(k, s, lane, expected);
        // For each sample before it an opacity that is off by the error of the exponential, 1e-7,
        // by the rounding of its argument, x exp(-x) 2^-23 < 0.5e-7, and by that of 1 - alpha; a
        // softplus moves the argument by x exp(-x) 3e-7 < 1.2e-7 more.
        const double step = s->density == CK_SOFTPLUS ? 3.7e-7 : 2.5e-7;
        const double tolerance = step * (s->samples + 1);
        for (int i = 0; i < s->samples; i++) {
            close_to(to[i * k->lanes + lane], expected[i], tolerance);
            sum += to[i * k->lanes + lane];
        }
        is_true(sum <= 1 + tolerance);
        if (s->last_takes_rest) close_to(sum, 1, tolerance);
    }
}

/// Thin, ordinary, dense, impenetrable; noise or none; with and without the rest.
static void check_densities(const ck_kernels *k, ck_samples s) {
    const ptrdiff_t count = (ptrdiff_t)s.samples * k->lanes;
    const float densities[] = {1e-3f, 100, 1e4f, 1e30f};
    float *noise = uniforms(count, -20, 20);
    for (int d = 0; d < 4; d++)
        for (int variant = 0; variant < 4; variant++) {
            s.raw_density = uniforms(count, -densities[d] / 2, densities[d]);
            s.noise = variant % 2 ? noise : NULL;
            s.last_takes_rest = variant / 2;
            check_weights_of(k, &s);
        }
}

static void check_nothing_and_all(const ck_kernels *k, ck_samples s) {
    const ptrdiff_t count = (ptrdiff_t)s.samples * k->lanes;
    // Nothing there at all: no weight, to the bit.
    float *to = uniforms(count, 5, 6), *one = room(count);
    s.raw_density = one;
    k->weights(&s, to);
    for (ptrdiff_t i = 0; i < count; i++) is_true(to[i] == 0);
    // One dense interval takes all.
    const int dense = s.samples / 2;
    for (int lane = 0; lane < k->lanes; lane++) one[dense * k->lanes + lane] = 1e9f;
    k->weights(&s, to);
    for (ptrdiff_t i = 0; i < count; i++) close_to(to[i], i / k->lanes == dense, 2 * ROUNDING);
}

static void check_weights(const ck_kernels *k) {
    const int counts[] = {1, 2, 3, 12, 24, MOST_SAMPLES};
    const ck_density kinds[] = {CK_RELU, CK_SOFTPLUS};
    // Everything behind the last sample, or one interval.
    const float lengths[] = {1e10f, 0.02f};
    begin(k, "weights");
    for (int c = 0; c < 6; c++)
        for (int variant = 0; variant < 4; variant++) {
            release();
            ck_samples s = {
                .samples = counts[c], .distances = sorted_distances(k, counts[c]),
                .density = kinds[variant % 2], .last_length = lengths[variant / 2],
            };
            check_densities(k, s);
            if (s.density == CK_RELU) check_nothing_and_all(k, s);
        }
    end();
}

/// A ray with a density that is not a number has such weights from there on, others do not.
static void check_lost_rays(const ck_kernels *k) {
    const int samples = 12, lost = 5;
    const ck_density kinds[] = {CK_RELU, CK_SOFTPLUS};
    const ptrdiff_t count = (ptrdiff_t)samples * k->lanes;
    begin(k, "weights of NaN");
    for (int kind = 0; kind < 2; kind++) {
        float *density = uniforms(count, -50, 50), *to = room(count);
        density[lost * k->lanes + 1] = NAN;
        ck_samples s = {
            .samples = samples, .distances = sorted_distances(k, samples),
            .raw_density = density, .density = kinds[kind], .last_length = 0.02f,
        };
        k->weights(&s, to);
        for (int i = 0; i < samples; i++)
            for (int lane = 0; lane < k->lanes; lane++)
                is_true((isnan(to[i * k->lanes + lane]) != 0) == (lane == 1 && i >= lost));
    }
    end();
}

static void check_accumulate(const ck_kernels *k) {
    begin(k, "accumulate");
    for (int channels = 1; channels <= 65; channels += 16) {
        const ptrdiff_t count = (ptrdiff_t)channels * k->lanes;
        float *weight = uniforms(k->lanes, 0, 1), *x = uniforms(count, -1, 1);
        float *sum = uniforms(count, -1, 1), *old = room(count);
        memcpy(old, sum, (size_t)count * sizeof *sum);
        k->accumulate(channels, weight, x, sum);
        for (ptrdiff_t i = 0; i < count; i++)
            close_to(sum[i], old[i] + (double)weight[i % k->lanes] * x[i], 3 * ROUNDING);
    }
    end();
}

static void check_any_above(const ck_kernels *k) {
    begin(k, "any_above");
    float *x = room(k->lanes);
    is_true(k->any_above(-1e-30f, x));
    // Equal is not above.
    is_true(!k->any_above(0, x));
    for (int lane = 0; lane < k->lanes; lane++) {
        x[lane] = 1e-10f;
        is_true(k->any_above(0.99e-10f, x));
        is_true(!k->any_above(1e-10f, x));
        x[lane] = -1;
    }
    end();
}

void check_rays(const ck_kernels *k) {
    check_points(k);
    check_weights(k);
    check_lost_rays(k);
    check_accumulate(k);
    check_any_above(k);
}
