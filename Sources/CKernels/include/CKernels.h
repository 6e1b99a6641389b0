/// The inner loops of the renderer: one table of functions for each instruction set.
///
/// Numbers of several points lie side by side in a *panel*: `[channels][lanes]`, so that a lane
/// is a point from its ray to its colour. Lanes never see one another, which is why a picture
/// does not depend on how points are grouped. Every pointer to a panel is a multiple of 64 bytes.
///
/// Narrow panels hold bfloat16: where the processor multiplies such pairs (`pairs` of the table)
/// as `[ceil(channels / 2)][lanes]` words of two neighbouring channels, the even one in the low
/// half; elsewhere as float32 that is rounded to bfloat16.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ck_images.h"

/// What follows the matrix product of a layer.
typedef enum {
    CK_LINEAR,
    /// max(x, 0.2 x)
    CK_LEAKY_RELU,
    /// sin(pi x): weights carry the 1 / pi, so that the range is reduced without rounding.
    CK_SINE,
} ck_activation;

/// What keeps a density from being negative.
typedef enum {
    /// max(0, x)
    CK_RELU,
    /// log(1 + exp(x))
    CK_SOFTPLUS,
} ck_density;

/// y = activation(W x + b) [+ y], and sums that are read straight off y.
typedef struct {
    /// As `pack` made them.
    const void *weights;
    /// `[outputs]`
    const float *bias;
    /// `[readouts][outputs]`: each y is multiplied with these and added to the readout sums.
    const float *readout;
    int32_t inputs, outputs, readouts;
    ck_activation activation;
    /// Whether y is added to what stands in its place (a residual connection).
    bool adds;
    /// Whether x and y are narrow; the products are where x is.
    bool narrow_inputs, narrow_outputs;
} ck_layer;

/// A matrix that will be packed, with factors for its inputs and outputs.
typedef struct {
    const float *values;
    /// Distance between neighbouring inputs and outputs, in numbers.
    ptrdiff_t input_stride, output_stride;
    /// `[inputs]` and `[outputs]`; NULL is all ones.
    const float *input_scale, *output_scale;
    int32_t inputs, outputs;
    bool narrow;
} ck_matrix;

/// The samples along the rays of a panel, `[samples][lanes]` each.
typedef struct {
    int32_t samples;
    /// Sorted, in scene units.
    const float *distances;
    /// Before the activation, per scene unit.
    const float *raw_density;
    /// Added to the raw density; NULL is none.
    const float *noise;
    /// What keeps densities from being negative.
    ck_density density;
    /// The length that the last sample stands for, in scene units.
    float last_length;
    /// Whether the last sample takes the rest of the weight.
    bool last_takes_rest;
} ck_samples;

/// The functions of one instruction set.
typedef struct {
    const char *name;
    /// Points of a panel.
    int32_t lanes;
    /// Outputs that a layer computes at once; packed weights come in blocks of so many.
    int32_t rows;
    /// Whether narrow panels hold pairs of channels.
    bool pairs;

    /// Numbers of 4 bytes that packed weights take.
    ptrdiff_t (*packed_words)(int32_t inputs, int32_t outputs, bool narrow);

    /// Packs a matrix for `dense`: blocks of `rows` outputs, `[inputs][rows]` each, the last one
    /// as narrow as what is left; narrow ones as pairs of inputs, or as tiles where the processor
    /// multiplies these.
    void (*pack)(const ck_matrix *matrix, void *packed);

    /// Evaluates a layer on panels. Strides are the distances between panels in words of 4 bytes.
    /// `sums`, `[readouts][lanes]` a panel, are added to.
    void (*dense)(
        const ck_layer *layer, int32_t panels, const void *x, ptrdiff_t x_stride, void *y,
        ptrdiff_t y_stride, float *sums, ptrdiff_t sums_stride);

    /// y = W x + b for one vector, W as `[outputs][inputs]`.
    void (*matvec)(
        int32_t inputs, int32_t outputs, const float *weights, const float *bias, const float *x,
        float *y);

    /// sums[o] = sum over i of (scale[i] W[i][o])², W as `[inputs][outputs]`.
    void (*squares)(
        int32_t inputs, int32_t outputs, const float *weights, const float *scale, float *sums);

    /// points[axis] = scale (origin[axis] + distances directions[axis]), `[3][lanes]`.
    void (*points)(
        const float origin[3], const float *directions, const float *distances, float scale,
        float *points);

    /// density += gain (radius - |point|) for points of `[3][lanes]`.
    void (*ball)(float gain, float radius, const float *points, float *density);

    /// Where rays leave a sphere around the middle of the scene, in units of its radius,
    /// `[3][lanes]`; the nearest point to the middle where they miss it.
    void (*exits)(const float origin[3], const float *directions, float radius, float *points);

    /// x = density(x), `count` numbers, a multiple of the lanes.
    void (*density)(ck_density density, ptrdiff_t count, float *x);

    /// The share of each sample in its ray, `[samples][lanes]`.
    void (*weights)(const ck_samples *samples, float *weights);

    /// Distances drawn where a first pass found weight, by inverting its cumulative distribution.
    /// `room`: 2 samples panels. `draws` and `drawn` are `[count][lanes]`.
    void (*importance)(
        int32_t samples, const float *distances, const float *weights, int32_t count,
        const float *draws, float *room, float *drawn);

    /// The place of each distance among all of its ray; of equal ones the earlier comes first.
    void (*ranks)(int32_t samples, const float *distances, int32_t *ranks);

    /// sum[c] += weight x[c] for panels of `channels`.
    void (*accumulate)(int32_t channels, const float *weight, const float *x, float *sum);

    /// Whether any lane is above a threshold.
    bool (*any_above)(float threshold, const float *x);

    /// y = sin(pi x), and x becomes the slope, pi cos(pi x); `count` numbers, a multiple of the lanes,
    /// here and in the three that follow.
    void (*sine_slope)(ptrdiff_t count, float *x, float *y);

    /// y *= x
    void (*multiply)(ptrdiff_t count, const float *x, float *y);

    /// Slopes of y = max(x, 0.2 x) and y = tanh(x) become those of x.
    void (*leaky_slope)(ptrdiff_t count, const float *y, float *slopes);
    void (*tanh_slope)(ptrdiff_t count, const float *y, float *slopes);

    /// Panels of channels turned to `[panels][lanes][row]`. A row is a multiple of two vectors, as
    /// `outer` wants it; what is behind the channels stays.
    void (*turn)(
        int32_t panels, int32_t channels, const float *x, ptrdiff_t x_stride, float *y,
        ptrdiff_t row);

    /// sums[input][output] += sum over all points of x[input][point] y[point][output]: the gradient of
    /// a layer's weights, of panels and turned panels. `sums` is `[inputs][outputs]`, anywhere.
    void (*outer)(
        int32_t panels, int32_t inputs, int32_t outputs, const float *x, ptrdiff_t x_stride,
        const float *y, ptrdiff_t row, float *sums);

    /// The same of panels that are not turned, for few outputs.
    void (*outer_few)(
        int32_t panels, int32_t inputs, int32_t outputs, const float *x, ptrdiff_t x_stride,
        const float *y, ptrdiff_t y_stride, float *sums);

    /// sums[output] += sum over all points of y[output][point].
    void (*add_lanes)(
        int32_t panels, int32_t outputs, const float *y, ptrdiff_t y_stride, float *sums);

    /// sums[output] += sum over points of y[point][output]: the gradient of a bias.
    void (*add_points)(
        int32_t points, int32_t outputs, const float *y, ptrdiff_t row, float *sums);

    /// Leads the slopes of sum = ... + weight x to both: of_weight += sum over channels of
    /// of_sum[c] x[c], and slopes[c], which held x's own, *= weight of_sum[c].
    void (*sample_slopes)(
        int32_t channels, const float *weight, const float *of_sum, const float *x, float *slopes,
        float *of_weight);

    /// Leads the slopes of `weights` to the raw densities, `[samples][lanes]` both, which may be
    /// one. `room`: 3 samples panels.
    void (*weights_slope)(
        const ck_samples *samples, const float *slopes, float *room, float *density_slopes);

    /// Packs the weights of a convolution: taps times inputs times outputs numbers, the latter rounded up
    /// to 16.
    void (*pack_kernel)(const ck_kernel *kernel, float *packed);

    /// A convolution's result at pixels that see the same taps, of several images.
    void (*convolve)(
        const ck_convolution *layer, const ck_neighbors *near, int32_t images,
        const ck_images *x, const ck_images *y, const ck_bits *bits);

    /// The same where each channel sees itself alone.
    void (*convolve_depthwise)(
        const ck_convolution *layer, const ck_neighbors *near, int32_t images,
        const ck_images *x, const ck_images *y, const ck_bits *bits);

    /// sums[tap][input][output] += sum over images and pixels of x[input] slopes[output], rows of
    /// `weights_row` outputs.
    void (*kernel_gradient)(
        const ck_convolution *layer, const ck_neighbors *near, int32_t images,
        const ck_images *x, const ck_images *slopes, float *sums);

    /// y = norm(x); x becomes what it is before scale and shift. `room`: 2 rows.
    void (*group_norm)(
        const ck_norm *norm, int32_t images, const ck_images *x, const ck_images *y, float *room);

    /// Slopes of y become those of what `group_norm` was given, of whose x and y both are as it left them.
    /// `of_scale` and `of_shift`, `[images][row]`, receive each image's. `room`: 2 rows.
    void (*group_norm_slope)(
        const ck_norm *norm, int32_t images, const ck_images *x, const ck_images *y,
        const ck_images *slopes, float *of_scale, float *of_shift, float *room);

    /// The mean over channels and pixels of sqrt(variance over the members + floor); images follow one
    /// another by `x->image`. `room`: the channels, rounded up to 16.
    float (*group_deviation)(const ck_group *group, const ck_images *x, float *room);

    /// Adds to slopes of the members what one of their deviation gives.
    void (*group_deviation_slope)(
        const ck_group *group, const ck_images *x, float slope, const ck_images *slopes);

    /// Slopes of factor W, `[outputs][fan]`, become those of W, with factor = 1 / (left W right) and
    /// `left` and `right` given.
    void (*spectral_slope)(
        int32_t outputs, int32_t fan, const float *weights, float factor, const float *left,
        const float *right, float *slopes);

    /// y = sums of pixels of x, or y += them.
    void (*blend)(
        const ck_blend *blend, int32_t channels, int32_t images, const ck_images *x,
        const ck_images *y, bool adds);

    /// Rounds float32 channels into a narrow panel; channel `first` is even where there are pairs.
    void (*narrow)(int32_t channels, const float *x, int32_t first, void *y);

    /// x = tanh(x), `count` numbers, a multiple of the lanes.
    void (*tanh)(ptrdiff_t count, float *x);

    /// x = sin(pi x) and x = exp(x), for tests of their accuracy.
    void (*sine)(ptrdiff_t count, float *x);
    void (*exponential)(ptrdiff_t count, float *x);

    /// Multiply-adds as fast as they can be issued. Returns how many floating point operations
    /// they were; NULL for bfloat16 where the processor has no instruction for it.
    double (*peak_float32)(int64_t iterations);
    double (*peak_bfloat16)(int64_t iterations);
} ck_kernels;

/// From the slowest to the fastest.
typedef enum {
    CK_PORTABLE, CK_NEON, CK_AVX2, CK_AVX512, CK_AVX512_BF16, CK_AMX_BF16
} ck_instruction_set;
enum { CK_INSTRUCTION_SETS = 6 };

/// The functions of an instruction set; NULL where they were not compiled or this processor
/// cannot run them.
const ck_kernels *ck_kernels_of(ck_instruction_set set);

#endif
