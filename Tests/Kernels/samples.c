// Importance sampling and ranks.
#include "check.h"

enum { MOST_SAMPLES = 48 };

/// One draw of one ray, as the PyTorch code has it, in single precision: the cumulative
/// distribution decides which bin a draw falls into.
static float drawn_distance(
    int samples, const float *z, const float *weights, float u, ptrdiff_t stride
) {
    float cdf[MOST_SAMPLES], bins[MOST_SAMPLES], total = 0, sum = 0;
    for (int i = 0; i + 1 < samples; i++) bins[i] = 0.5f * (z[(i + 1) * stride] + z[i * stride]);
    for (int i = 1; i + 1 < samples; i++) total += weights[i * stride] + 1e-5f + 1e-5f;
    cdf[0] = 0;
    for (int i = 1; i + 1 < samples; i++) {
        sum += (weights[i * stride] + 1e-5f + 1e-5f) / total;
        cdf[i] = sum;
    }
    int i = 0;
    while (i < samples - 1 && cdf[i] < u) i++;
    const int low = i > 0 ? i - 1 : 0, high = i < samples - 2 ? i : samples - 2;
    double width = (double)(cdf[high] - cdf[low]);
    if ((float)width < 1e-5f) width = 1;
    return (float)(bins[low] + ((double)u - cdf[low]) / width * (bins[high] - bins[low]));
}

static void check_importance_of(
    const ck_kernels *k, int samples, int count, const float *z, const float *weights,
    const float *draws
) {
    float *drawn = room((ptrdiff_t)count * k->lanes);
    k->importance(
        samples, z, weights, count, draws, room((ptrdiff_t)2 * samples * k->lanes), drawn);
    for (int draw = 0; draw < count; draw++)
        for (int lane = 0; lane < k->lanes; lane++) {
            const ptrdiff_t at = (ptrdiff_t)draw * k->lanes + lane;
            // Distances are below 2: the rounding of u - c0, of the quotient, and of the sum.
            close_to(
                drawn[at],
                drawn_distance(samples, z + lane, weights + lane, draws[at], k->lanes),
                8 * ROUNDING);
        }
}

static void check_importance(const ck_kernels *k) {
    const int counts[] = {3, 4, 12, 24, MOST_SAMPLES};
    begin(k, "importance");
    for (int c = 0; c < 5; c++) {
        release();
        const int samples = counts[c], count = 12;
        const ptrdiff_t numbers = (ptrdiff_t)samples * k->lanes;
        float *z = room(numbers), *draws = uniforms((ptrdiff_t)count * k->lanes, 0, 1);
        for (ptrdiff_t i = 0; i < numbers; i++)
            z[i] = 0.9f + 0.2f * ((float)(i / k->lanes) + uniform(0, 0.9f)) / (float)samples;
        // Both ends, and the last number below 1.
        draws[0] = 0;
        draws[1] = 1 - (float)ROUNDING;
        draws[2] = 1;
        // Into the first of the narrowest bins.
        draws[3] = 2e-6f;
        draws[4] = 6e-6f;
        float *weights = uniforms(numbers, 0, 1.0f / (float)samples);
        check_importance_of(k, samples, count, z, weights, draws);
        // An empty ray draws evenly.
        check_importance_of(k, samples, count, z, room(numbers), draws);
        // A ray with one surface: neighbouring bins are nearly empty.
        float *surface = room(numbers);
        for (int lane = 0; lane < k->lanes; lane++) surface[samples / 2 * k->lanes + lane] = 1;
        check_importance_of(k, samples, count, z, surface, draws);
        // More weight than a ray has: bins so narrow that their width counts as 1.
        for (int lane = 0; lane < k->lanes; lane++) surface[samples / 2 * k->lanes + lane] = 5;
        check_importance_of(k, samples, count, z, surface, draws);
    }
    end();
}

static void check_ranks(const ck_kernels *k) {
    begin(k, "ranks");
    for (int samples = 1; samples <= MOST_SAMPLES; samples += 7) {
        release();
        const ptrdiff_t numbers = (ptrdiff_t)samples * k->lanes;
        float *z = room(numbers);
        int32_t *ranks = (int32_t *)uniforms(numbers, -1, 1);
        // Few different ones, so that many are equal.
        for (ptrdiff_t i = 0; i < numbers; i++) z[i] = floorf(uniform(0, (float)samples / 2));
        k->ranks(samples, z, ranks);
        for (int lane = 0; lane < k->lanes; lane++)
            for (int i = 0; i < samples; i++) {
                int rank = 0;
                for (int j = 0; j < samples; j++) {
                    const float a = z[j * k->lanes + lane], b = z[i * k->lanes + lane];
                    rank += a < b || (a == b && j < i);
                }
                is_true(ranks[i * k->lanes + lane] == rank);
            }
    }
    end();
}

void check_samples(const ck_kernels *k) {
    check_importance(k);
    check_ranks(k);
}
