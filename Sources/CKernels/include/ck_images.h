/// What the inner loops of convolutions take: images with their channels side by side.
#ifndef CK_IMAGES_H
#define CK_IMAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Images with their channels side by side: a row of channels for each pixel. Rows begin at multiples
/// of 64 bytes and are rounded up to 16 numbers; what is behind the channels has no meaning.
typedef struct {
    float *first;
    /// From pixel to pixel and from image to image, in numbers.
    ptrdiff_t row, image;
} ck_images;

/// A bit for each number of images; bytes in rows that are rounded up as those of the numbers are.
typedef struct {
    /// NULL where there are none.
    uint8_t *first;
    ptrdiff_t row, image;
} ck_bits;

/// Pixels of a convolution's result that see the same taps of the kernel.
typedef struct {
    int32_t rows, taps;
    /// Which taps, `[taps]`.
    const int32_t *tap;
    /// The pixel that each result sees through each, `[taps][rows]`.
    const int32_t *from;
    /// The pixels of the result, `[rows]`.
    const int32_t *to;
} ck_neighbors;

enum { CK_MOST_TAPS = 25 };

/// What follows the sums of a convolution.
typedef enum {
    CK_PLAIN,
    /// Added to what is there.
    CK_ADDED,
    /// max(x, 0.2 x)
    CK_LEAKY,
    /// min(max(x, 0), 6)
    CK_RELU6,
    /// The same, and a bit says where a slope passes: 0 < x < 6.
    CK_RELU6_BITS,
    /// 0 where the bit is not set.
    CK_MASKED,
} ck_finish;

/// y = finish(bias + sum over taps and inputs).
typedef struct {
    /// As `pack_kernel` made them; of a depthwise convolution `[taps][weights_row]`.
    const float *weights;
    /// `[outputs]`, rounded up to 16; NULL is none.
    const float *bias;
    ptrdiff_t weights_row;
    int32_t inputs, outputs, taps;
    ck_finish finish;
} ck_convolution;

/// Weights of a convolution, in any order.
typedef struct {
    const float *values;
    ptrdiff_t output_stride, input_stride, tap_stride;
    /// What all of them are multiplied by.
    float factor;
    int32_t inputs, outputs, taps;
} ck_kernel;

/// Group norm, each channel's scale and shift, and max(x, 0.2 x).
typedef struct {
    /// Channels, a multiple of the groups, and pixels of an image.
    int32_t channels, groups, pixels;
    float epsilon;
    /// `[channels]`, rounded up to 16.
    const float *scale, *shift;
    /// Receives, and gives for the way back, 1 / deviation of each channel's group, `[images][row]`.
    float *rates;
    /// Channels, rounded up to 16.
    ptrdiff_t row;
} ck_norm;

/// Images that are compared with one another.
typedef struct {
    int32_t members, channels, pixels;
    /// Added to variances.
    float floor;
} ck_group;

/// Pixels as sums of others: what resampling does to an image.
typedef struct {
    int32_t pixels;
    /// Where the terms of each begin, `[pixels + 1]`.
    const int32_t *starts;
    /// The other pixel of each term, and its share.
    const int32_t *from;
    const float *shares;
} ck_blend;

#endif
