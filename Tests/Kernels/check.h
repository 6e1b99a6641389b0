// What the checks of the kernels share: numbers to compute with, and the comparison.
#ifndef CHECK_H
#define CHECK_H

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "CKernels.h"

/// Half of the last place of 1 in single precision: what one rounding may cost.
#define ROUNDING 0x1p-24

/// Begins a group of checks: gives all room back and starts the random numbers again.
void begin(const ck_kernels *kernels, const char *name);

/// Ends a group and prints a line about it.
void end(void);

/// Groups with a failure so far.
int failed_groups(void);

/// Compares a number with what it should be.
void close_to(double value, double expected, double tolerance);

/// The same without a tolerance.
void is_true(bool holds);

/// Room for numbers at a multiple of 64 bytes, zeros at first.
float *room(ptrdiff_t count);

/// Gives all room back.
void release(void);

/// A random number.
float uniform(float low, float high);

/// Room full of random numbers.
float *uniforms(ptrdiff_t count, float low, float high);

/// The nearest number with 8 significant bits, of two the even one.
float bfloat16(float value);

/// How far a sine may be from the true one, as elementary.h says.
double sine_tolerance(const ck_kernels *kernels);

/// Rows of 4-byte words of a panel.
int panel_words(const ck_kernels *kernels, int channels, bool narrow);

/// Reads a number of a panel.
float panel_value(
    const ck_kernels *kernels, const float *panel, int channel, int lane, bool narrow);

// The checks.
void check_elementary(const ck_kernels *kernels);
void check_layers(const ck_kernels *kernels);
void check_vectors(const ck_kernels *kernels);
void check_rays(const ck_kernels *kernels);
void check_spheres(const ck_kernels *kernels);
void check_samples(const ck_kernels *kernels);
void check_slopes(const ck_kernels *kernels);
void check_convolutions(const ck_kernels *kernels);
void check_tiles(const ck_kernels *kernels);
void check_peaks(const ck_kernels *kernels);

/// Hands over what convolutions and what follows them compute, for the fingerprint.
void each_convolution(const ck_kernels *kernels, void (*take)(const void *bytes, size_t count));

/// A fingerprint of the bits of everything that is computed for the same points, however many of
/// them an instruction set has in a panel.
uint64_t fingerprint(const ck_kernels *kernels);

#endif
