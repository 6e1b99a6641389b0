#include "check.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_NUMBERS = 1 << 22 };

static _Alignas(64) float numbers[MOST_NUMBERS];
static ptrdiff_t used;
static uint64_t state;

static char group[96];
static long checks, failures;
static double worst;
static int failed;

void begin(const ck_kernels *kernels, const char *name) {
    snprintf(group, sizeof group, "%s: %s", kernels->name, name);
    release();
    checks = failures = 0;
    worst = 0;
    state = 0x9E3779B97F4A7C15;
}

void end(void) {
    if (checks == 0) failures++;
    printf(
        "%-44s %9ld compared, at most %.2f of the tolerance%s\n", group, checks, worst,
        failures ? "  FAILED" : "");
    failed += failures > 0;
}

int failed_groups(void) { return failed; }

void close_to(double value, double expected, double tolerance) {
    const double error = fabs(value - expected);
    checks++;
    if (tolerance > 0 && error / tolerance > worst) worst = error / tolerance;
    // Not a number is not close to anything.
    if (error <= tolerance) return;
    if (failures++ < 5)
        printf("%s: %.9g instead of %.9g +- %.3g\n", group, value, expected, tolerance);
}

void is_true(bool holds) { close_to(holds, 1, 0); }

float *room(ptrdiff_t count) {
    float *start = numbers + used;
    used += (count + 15) / 16 * 16;
    if (used > MOST_NUMBERS) {
        fprintf(stderr, "%s: too little room for the check\n", group);
        exit(2);
    }
    memset(start, 0, (size_t)count * sizeof *start);
    return start;
}

void release(void) { used = 0; }

float uniform(float low, float high) {
    // SplitMix64.
    uint64_t z = state += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    z ^= z >> 31;
    return (float)(low + ((double)high - low) * ((double)(z >> 40) * 0x1p-24));
}

float *uniforms(ptrdiff_t count, float low, float high) {
    float *start = room(count);
    for (ptrdiff_t i = 0; i < count; i++) start[i] = uniform(low, high);
    return start;
}

float bfloat16(float value) {
    int exponent;
    const double fraction = frexp(value, &exponent);
    return (float)ldexp(nearbyint(ldexp(fraction, 8)), exponent - 8);
}

double sine_tolerance(const ck_kernels *kernels) {
    return strcmp(kernels->name, "portable") == 0 ? 2.1e-7 : 1.8e-7;
}

int panel_words(const ck_kernels *kernels, int channels, bool narrow) {
    return narrow && kernels->pairs ? (channels + 1) / 2 : channels;
}

float panel_value(
    const ck_kernels *kernels, const float *panel, int channel, int lane, bool narrow
) {
    if (!narrow || !kernels->pairs) return panel[(ptrdiff_t)channel * kernels->lanes + lane];
    uint32_t word;
    memcpy(&word, panel + (ptrdiff_t)(channel / 2) * kernels->lanes + lane, sizeof word);
    word = channel % 2 ? word & 0xFFFF0000 : word << 16;
    float value;
    memcpy(&value, &word, sizeof value);
    return value;
}
