// The functions of one instruction set. A file for each includes this once, after it has defined
// KERNELS, NAME, PAIRS and the vectors V of VECTOR numbers. A panel is two vectors wide.
#include "CKernels.h"
#include "compiler.h"

#define LANES (2 * VECTOR)
#define INLINE static inline __attribute__((always_inline))

#include "elementary.h"
#include "layers.h"
#include "styles.h"
#include "rays.h"
#include "slopes.h"
#include "peaks.h"

const ck_kernels KERNELS = {
    .name = NAME,
    .lanes = LANES,
    .rows = ROWS,
    .pairs = PAIRS,
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
    .add_points = add_points,
    .sample_slopes = sample_slopes,
    .weights_slope = weights_slope,
    .narrow = narrow,
    .tanh = tanh_of,
    .sine = sine_of,
    .exponential = exponential_of,
    .peak_float32 = peak_float32,
#if PAIRS
    .peak_bfloat16 = peak_bfloat16,
#endif
};
