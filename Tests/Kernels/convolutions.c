// Convolutions, norms and deviations of images, beside the same in double precision.
#include "check.h"

enum { SIDE = 5, PIXELS = SIDE * SIDE, IMAGES = 2, TAPS = 9 };

static int row_of(int channels) { return (channels + 15) / 16 * 16; }

static ck_images images_of(int channels) {
    const int row = row_of(channels);
    return (ck_images){uniforms((ptrdiff_t)IMAGES * PIXELS * row, -1, 1), row, PIXELS * row};
}

static float at(ck_images x, int image, int pixel, int channel) {
    return x.first[image * x.image + pixel * x.row + channel];
}

/// The pixels inside of a 3x3 kernel's reach, whose taps are all within the image; every other one.
typedef struct {
    int32_t tap[TAPS], from[TAPS * PIXELS], to[PIXELS];
    ck_neighbors near;
} Inside;

static void find_inside(Inside *inside) {
    int rows = 0;
    for (int y = 1; y < SIDE - 1; y++)
        for (int x = 1; x < SIDE - 1; x++) inside->to[rows++] = y * SIDE + x;
    for (int tap = 0; tap < TAPS; tap++) {
        inside->tap[tap] = tap;
        for (int i = 0; i < rows; i++)
            inside->from[tap * rows + i] = inside->to[i] + (tap / 3 - 1) * SIDE + tap % 3 - 1;
    }
    inside->near = (ck_neighbors){rows, TAPS, inside->tap, inside->from, inside->to};
}

static double finished(ck_finish finish, double sum, double before, bool passes) {
    switch (finish) {
    case CK_PLAIN: return sum;
    case CK_ADDED: return before + sum;
    case CK_LEAKY: return sum > 0 ? sum : 0.2 * sum;
    case CK_RELU6:
    case CK_RELU6_BITS: return sum < 0 ? 0 : sum > 6 ? 6 : sum;
    case CK_MASKED: return passes ? sum : 0;
    }
    return 0;
}

static void check_layer(
    const ck_kernels *k, int inputs, int outputs, ck_finish finish, bool depthwise
) {
    release();
    Inside inside;
    find_inside(&inside);
    const int row = row_of(outputs), bytes = row / 8;
    ck_images x = images_of(inputs), y = images_of(outputs), before = images_of(outputs);
    memcpy(before.first, y.first, (size_t)(IMAGES * y.image) * sizeof(float));
    uint8_t *marks = (uint8_t *)uniforms(IMAGES * PIXELS * bytes / 4 + 16, 0, 1);
    for (int i = 0; i < IMAGES * PIXELS * bytes; i++) marks[i] = (uint8_t)(i * 37);
    ck_bits bits = {marks, bytes, PIXELS * bytes};
    const int of_output = depthwise ? 1 : inputs;
    float *values = uniforms((ptrdiff_t)outputs * of_output * TAPS, -1, 1);
    float *packed = room((ptrdiff_t)TAPS * of_output * row), *bias = uniforms(row, -1, 1);
    if (depthwise)
        for (int tap = 0; tap < TAPS; tap++)
            for (int o = 0; o < outputs; o++) packed[tap * row + o] = values[o * TAPS + tap] * 2;
    else {
        ck_kernel kernel = {values, (ptrdiff_t)inputs * TAPS, TAPS, 1, 2, inputs, outputs, TAPS};
        k->pack_kernel(&kernel, packed);
    }
    ck_convolution layer = {packed, bias, row, inputs, outputs, TAPS, finish};
    uint8_t given[IMAGES * PIXELS * 16];
    memcpy(given, marks, (size_t)(IMAGES * PIXELS * bytes));
    (depthwise ? k->convolve_depthwise : k->convolve)(&layer, &inside.near, IMAGES, &x, &y, &bits);
    const double tolerance = (of_output * TAPS + 2) * 8 * ROUNDING;
    for (int image = 0; image < IMAGES; image++)
        for (int i = 0; i < inside.near.rows; i++)
            for (int o = 0; o < outputs; o++) {
                double sum = bias[o];
                for (int tap = 0; tap < TAPS; tap++)
                    for (int c = 0; c < of_output; c++)
                        sum += 2.0 * values[(o * of_output + c) * TAPS + tap]
                            * at(x, image, inside.from[tap * inside.near.rows + i], depthwise ? o : c);
                const int place = image * PIXELS * bytes + inside.to[i] * bytes + o / 8;
                const bool passed = given[place] >> o % 8 & 1, passes = marks[place] >> o % 8 & 1;
                const float old = at(before, image, inside.to[i], o);
                const float made = at(y, image, inside.to[i], o);
                close_to(made, finished(finish, sum, old, passed), tolerance);
                if (finish == CK_RELU6_BITS) is_true(passes == (made > 0 && made < 6));
            }
    // What is not among the results stays.
    is_true(at(y, 1, 0, 0) == at(before, 1, 0, 0));
}

static void check_kinds(const ck_kernels *k) {
    const int sizes[][2] = {{3, 32}, {24, 40}, {17, 8}, {40, 112}};
    begin(k, "convolutions");
    for (int i = 0; i < 4; i++)
        for (int finish = CK_PLAIN; finish <= CK_MASKED; finish++) {
            check_layer(k, sizes[i][0], sizes[i][1], (ck_finish)finish, false);
            check_layer(k, sizes[i][1], sizes[i][1], (ck_finish)finish, true);
        }
    end();
}

static void check_gradient(const ck_kernels *k) {
    begin(k, "gradients of kernels");
    enum { INPUTS = 13, OUTPUTS = 40 };
    release();
    Inside inside;
    find_inside(&inside);
    const int row = row_of(OUTPUTS);
    ck_images x = images_of(INPUTS), slopes = images_of(OUTPUTS);
    float *sums = room((ptrdiff_t)TAPS * INPUTS * row);
    memset(sums, 0, (size_t)(TAPS * INPUTS * row) * sizeof *sums);
    ck_convolution layer = {NULL, NULL, row, INPUTS, OUTPUTS, TAPS, CK_PLAIN};
    k->kernel_gradient(&layer, &inside.near, IMAGES, &x, &slopes, sums);
    for (int tap = 0; tap < TAPS; tap++)
        for (int c = 0; c < INPUTS; c++)
            for (int o = 0; o < OUTPUTS; o++) {
                double sum = 0;
                for (int image = 0; image < IMAGES; image++)
                    for (int i = 0; i < inside.near.rows; i++)
                        sum += (double)at(x, image, inside.from[tap * inside.near.rows + i], c)
                            * at(slopes, image, inside.to[i], o);
                close_to(sums[(tap * INPUTS + c) * row + o], sum, 40 * ROUNDING);
            }
    end();
}

/// What the norm makes of image's channel at a pixel, in double precision: normal, and its rate.
static double normal_of(ck_images x, int image, int pixel, int channel, int members, double *rate) {
    const int first = channel / members * members;
    double sum = 0, squares = 0;
    for (int p = 0; p < PIXELS; p++)
        for (int c = first; c < first + members; c++) sum += at(x, image, p, c);
    const double mean = sum / (PIXELS * members);
    for (int p = 0; p < PIXELS; p++)
        for (int c = first; c < first + members; c++)
            squares += (at(x, image, p, c) - mean) * (at(x, image, p, c) - mean);
    *rate = 1 / sqrt(squares / (PIXELS * members) + 1e-5);
    return (at(x, image, pixel, channel) - mean) * *rate;
}

static void check_norm(const ck_kernels *k) {
    begin(k, "group norm");
    enum { CHANNELS = 24, GROUPS = 3, MEMBERS = CHANNELS / GROUPS, ROW = 32 };
    release();
    ck_images x = images_of(CHANNELS), given = images_of(CHANNELS), y = images_of(CHANNELS);
    memcpy(given.first, x.first, (size_t)(IMAGES * x.image) * sizeof(float));
    float *scale = uniforms(ROW, 0.5, 2), *shift = uniforms(ROW, -1, 1), *rates = room(IMAGES * ROW);
    ck_norm norm = {CHANNELS, GROUPS, PIXELS, 1e-5f, scale, shift, rates, ROW};
    k->group_norm(&norm, IMAGES, &x, &y, room(2 * ROW));
    ck_images slopes = images_of(CHANNELS), kept = images_of(CHANNELS);
    memcpy(kept.first, slopes.first, (size_t)(IMAGES * x.image) * sizeof(float));
    float *of_scale = room(IMAGES * ROW), *of_shift = room(IMAGES * ROW);
    k->group_norm_slope(&norm, IMAGES, &x, &y, &slopes, of_scale, of_shift, room(2 * ROW));
    for (int image = 0; image < IMAGES; image++)
        for (int c = 0; c < CHANNELS; c++) {
            double scale_sum = 0, shift_sum = 0, rate;
            // Means over the group of the slopes of what is normal, and of their products with it.
            double mean = 0, product = 0;
            const int first = c / MEMBERS * MEMBERS;
            for (int p = 0; p < PIXELS; p++)
                for (int d = first; d < first + MEMBERS; d++) {
                    double normal = normal_of(given, image, p, d, MEMBERS, &rate);
                    double sum = normal * scale[d] + shift[d];
                    double slope = at(kept, image, p, d) * (sum > 0 ? 1 : 0.2);
                    if (d == c) {
                        close_to(at(y, image, p, c), sum > 0 ? sum : 0.2 * sum, 64 * ROUNDING);
                        scale_sum += slope * normal;
                        shift_sum += slope;
                    }
                    mean += slope * scale[d] / (PIXELS * MEMBERS);
                    product += slope * scale[d] * normal / (PIXELS * MEMBERS);
                }
            close_to(of_scale[image * ROW + c], scale_sum, 256 * ROUNDING);
            close_to(of_shift[image * ROW + c], shift_sum, 256 * ROUNDING);
            for (int p = 0; p < PIXELS; p++) {
                double normal = normal_of(given, image, p, c, MEMBERS, &rate);
                double sum = normal * scale[c] + shift[c];
                double slope = at(kept, image, p, c) * (sum > 0 ? 1 : 0.2) * scale[c];
                close_to(
                    at(slopes, image, p, c), (slope - mean - normal * product) * rate,
                    128 * ROUNDING);
            }
        }
    end();
}

static void check_deviation(const ck_kernels *k) {
    begin(k, "deviation of a group");
    enum { CHANNELS = 20 };
    release();
    ck_images x = images_of(CHANNELS), slopes = images_of(CHANNELS), kept = images_of(CHANNELS);
    memcpy(kept.first, slopes.first, (size_t)(IMAGES * x.image) * sizeof(float));
    ck_group group = {IMAGES, CHANNELS, PIXELS, 1e-8f};
    float found = k->group_deviation(&group, &x, room(32));
    k->group_deviation_slope(&group, &x, 3, &slopes);
    double sum = 0;
    for (int p = 0; p < PIXELS; p++)
        for (int c = 0; c < CHANNELS; c++) {
            double a = at(x, 0, p, c), b = at(x, 1, p, c), half = (a - b) / 2;
            double deviation = sqrt(half * half + 1e-8);
            sum += deviation / (PIXELS * CHANNELS);
            double slope = 3 * half / (deviation * PIXELS * CHANNELS * IMAGES);
            close_to(at(slopes, 0, p, c), at(kept, 0, p, c) + slope, 8 * ROUNDING);
            close_to(at(slopes, 1, p, c), at(kept, 1, p, c) - slope, 8 * ROUNDING);
        }
    close_to(found, sum, 128 * ROUNDING);
    end();
}

static void check_blend(const ck_kernels *k) {
    begin(k, "blends of pixels");
    enum { CHANNELS = 9 };
    release();
    const int32_t starts[] = {0, 2, 2, 5}, from[] = {3, 7, 0, 1, 24};
    const float shares[] = {0.25f, 0.75f, 1, -1, 0.5f};
    ck_blend blend = {3, starts, from, shares};
    ck_images x = images_of(CHANNELS), y = images_of(CHANNELS), kept = images_of(CHANNELS);
    memcpy(kept.first, y.first, (size_t)(IMAGES * x.image) * sizeof(float));
    for (int adds = 1; adds >= 0; adds--) {
        k->blend(&blend, CHANNELS, IMAGES, &x, &y, adds);
        for (int image = 0; image < IMAGES; image++)
            for (int p = 0; p < 3; p++)
                for (int c = 0; c < CHANNELS; c++) {
                    double sum = adds ? at(kept, image, p, c) : 0;
                    for (int i = starts[p]; i < starts[p + 1]; i++)
                        sum += (double)shares[i] * at(x, image, from[i], c);
                    close_to(at(y, image, p, c), sum, 8 * ROUNDING);
                }
    }
    end();
}

static void check_spectral(const ck_kernels *k) {
    begin(k, "slopes of spectral norms");
    enum { OUTPUTS = 5, FAN = 27 };
    float *w = uniforms(OUTPUTS * FAN, -1, 1), *left = uniforms(OUTPUTS, -1, 1);
    float *right = uniforms(FAN, -1, 1), *slopes = uniforms(OUTPUTS * FAN, -1, 1);
    float *given = room(OUTPUTS * FAN), factor = 0.3f;
    memcpy(given, slopes, OUTPUTS * FAN * sizeof *slopes);
    double product = 0;
    k->spectral_slope(OUTPUTS, FAN, w, factor, left, right, slopes);
    for (int i = 0; i < OUTPUTS * FAN; i++) product += (double)given[i] * w[i] * factor;
    for (int i = 0; i < OUTPUTS * FAN; i++) {
        double slope = given[i] - product * left[i / FAN] * right[i % FAN];
        close_to(slopes[i], factor * slope, 256 * ROUNDING);
    }
    end();
}

/// Hands over the channels of all images, without what is behind them.
static void hand_over(ck_images x, int channels, void (*take)(const void *, size_t)) {
    for (int i = 0; i < IMAGES * PIXELS; i++)
        take(x.first + i * x.row, (size_t)channels * sizeof(float));
}

void each_convolution(const ck_kernels *k, void (*take)(const void *, size_t)) {
    enum { INPUTS = 17, OUTPUTS = 40, ROW = 48, GROUPS = 5 };
    Inside inside;
    find_inside(&inside);
    ck_images x = images_of(INPUTS), y = images_of(OUTPUTS), z = images_of(OUTPUTS);
    float *values = uniforms(OUTPUTS * INPUTS * TAPS, -0.5f, 0.5f);
    float *packed = room(TAPS * INPUTS * ROW), *bias = uniforms(ROW, -1, 1);
    ck_kernel kernel = {values, INPUTS * TAPS, TAPS, 1, 1, INPUTS, OUTPUTS, TAPS};
    k->pack_kernel(&kernel, packed);
    ck_convolution layer = {packed, bias, ROW, INPUTS, OUTPUTS, TAPS, CK_LEAKY};
    ck_bits bits = {NULL, 0, 0};
    k->convolve(&layer, &inside.near, IMAGES, &x, &y, &bits);
    hand_over(y, OUTPUTS, take);
    float *sums = room(TAPS * INPUTS * ROW);
    memset(sums, 0, TAPS * INPUTS * ROW * sizeof *sums);
    k->kernel_gradient(&layer, &inside.near, IMAGES, &x, &y, sums);
    for (int i = 0; i < TAPS * INPUTS; i++) take(sums + i * ROW, OUTPUTS * sizeof *sums);
    ck_norm norm = {
        OUTPUTS, GROUPS, PIXELS, 1e-5f, uniforms(ROW, 0.5f, 2), uniforms(ROW, -1, 1),
        room(IMAGES * ROW), ROW,
    };
    k->group_norm(&norm, IMAGES, &y, &z, room(2 * ROW));
    hand_over(z, OUTPUTS, take);
    ck_images slopes = images_of(OUTPUTS);
    k->group_norm_slope(
        &norm, IMAGES, &y, &z, &slopes, room(IMAGES * ROW), room(IMAGES * ROW), room(2 * ROW));
    hand_over(slopes, OUTPUTS, take);
    ck_group group = {IMAGES, OUTPUTS, PIXELS, 1e-8f};
    float *right = uniforms(INPUTS * TAPS, -1, 1);
    float deviation = k->group_deviation(&group, &z, room(ROW));
    take(&deviation, sizeof deviation);
    k->spectral_slope(OUTPUTS, INPUTS * TAPS, values, 0.5f, bias, right, values);
    take(values, OUTPUTS * INPUTS * TAPS * sizeof *values);
}

void check_convolutions(const ck_kernels *k) {
    check_kinds(k);
    check_gradient(k);
    check_norm(k);
    check_deviation(k);
    check_blend(k);
    check_spectral(k);
}
