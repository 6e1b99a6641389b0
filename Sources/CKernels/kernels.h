// The functions of one instruction set. A file for each includes this once, after it has defined
// KERNELS, NAME, PAIRS and the vectors V of VECTOR numbers. A panel is two vectors wide.
#include "CKernels.h"
#include "compiler.h"

#define LANES (2 * VECTOR)
// Whether narrow layers are multiplied by tiles.
#if !defined(MATRIX_TILES)
#define MATRIX_TILES 0
#endif
// Rows of a tile of a convolution.
#define TILE_ROWS 6
#define INLINE static inline __attribute__((always_inline))

#include "elementary.h"
#include "layers.h"
#include "styles.h"
#include "rays.h"
#include "slopes.h"
#include "convolutions.h"
#include "kernel_gradients.h"
#include "norms.h"
#include "peaks.h"

const ck_kernels KERNELS = {
    .name = NAME,
    .lanes = LANES,
    .rows = ROWS,
    .pairs = PAIRS,
    .packed_words = packed_words,
    .pack = pack,
    .dense = dense,
    .matvec = matvec,
    .squares = squares,
    .points = points,
    .ball = ball,
    .exits = exits,
    .density = density_of,
    .weights = weights,
    .importance = importance,
    .ranks = ranks,
    .accumulate = accumulate,
    .any_above = any_above,
    .sine_slope = sine_slope,
    .multiply = multiply_by,
    .leaky_slope = leaky_slope,
    .tanh_slope = tanh_slope,
    .turn = turn,
    .outer = outer,
    .outer_few = outer_few,
    .add_lanes = add_lanes,
    .add_points = add_points,
    .sample_slopes = sample_slopes,
    .weights_slope = weights_slope,
    .pack_kernel = pack_kernel,
    .convolve = convolve,
    .convolve_depthwise = convolve_depthwise,
    .kernel_gradient = kernel_gradient,
    .blend = blend,
    .group_norm = group_norm,
    .group_deviation = group_deviation,
    .group_deviation_slope = group_deviation_slope,
    .group_norm_slope = group_norm_slope,
    .spectral_slope = spectral_slope,
    .narrow = narrow,
    .tanh = tanh_of,
    .sine = sine_of,
    .exponential = exponential_of,
    .peak_float32 = peak_float32,
#if PAIRS
    .peak_bfloat16 = peak_bfloat16,
#endif
};
