// What leads slopes back, beside the same in double precision.
#include "check.h"

enum { PANELS = 3, MOST_SAMPLES = 24 };

static void check_functions(const ck_kernels *k) {
    begin(k, "slopes of functions");
    const ptrdiff_t count = 64 * (ptrdiff_t)k->lanes;
    float *x = uniforms(count, -40, 40), *before = room(count), *y = room(count);
    x[0] = 0.5f, x[1] = -0.25f, x[2] = 0, x[3] = 1.5f;
    memcpy(before, x, (size_t)count * sizeof *x);
    k->sine_slope(count, x, y);
    for (ptrdiff_t i = 0; i < count; i++) {
        close_to(y[i], sin(M_PI * before[i]), sine_tolerance(k));
        // The sine's own error and that of 1/2 - |r|, both times pi.
        close_to(x[i], M_PI * cos(M_PI * before[i]), M_PI * (sine_tolerance(k) + 4 * ROUNDING));
    }
    float *slopes = uniforms(count, -2, 2), *given = room(count);
    memcpy(given, slopes, (size_t)count * sizeof *slopes);
    float *leaky = uniforms(count, -1, 1);
    leaky[0] = 0;
    k->leaky_slope(count, leaky, slopes);
    for (ptrdiff_t i = 0; i < count; i++)
        close_to(slopes[i], given[i] * (leaky[i] > 0 ? 1 : 0.2), 2 * ROUNDING);
    memcpy(slopes, given, (size_t)count * sizeof *slopes);
    k->tanh_slope(count, leaky, slopes);
    for (ptrdiff_t i = 0; i < count; i++)
        close_to(slopes[i], given[i] * (1 - (double)leaky[i] * leaky[i]), 8 * ROUNDING);
    memcpy(slopes, given, (size_t)count * sizeof *slopes);
    k->multiply(count, leaky, slopes);
    for (ptrdiff_t i = 0; i < count; i++)
        close_to(slopes[i], (double)given[i] * leaky[i], 2 * ROUNDING);
    end();
}

/// Gradients of a layer's weights and bias, with blocks that are not whole and sums that stay.
static void check_products_of(const ck_kernels *k, int inputs, int outputs) {
    release();
    const int lanes = k->lanes, row = (outputs + lanes - 1) / lanes * lanes;
    const ptrdiff_t x_stride = (ptrdiff_t)(inputs + 2) * lanes, y_stride = (ptrdiff_t)outputs * lanes;
    float *x = uniforms(PANELS * x_stride, -1, 1), *y = uniforms(PANELS * y_stride, -1, 1);
    float *turned = room((ptrdiff_t)PANELS * lanes * row);
    // One number further, so that rows begin anywhere, and one behind that has to stay.
    float *sums = uniforms((ptrdiff_t)inputs * outputs + 2, -1, 1) + 1;
    float *bias = uniforms(outputs + 2, -1, 1) + 1;
    float *old = room((ptrdiff_t)inputs * outputs + 1), *old_bias = room(outputs + 1);
    memcpy(old, sums, ((size_t)inputs * (size_t)outputs + 1) * sizeof *sums);
    memcpy(old_bias, bias, ((size_t)outputs + 1) * sizeof *bias);
    k->turn(PANELS, outputs, y, y_stride, turned, row);
    k->outer(PANELS, inputs, outputs, x, x_stride, turned, row, sums);
    k->add_points(PANELS * lanes, outputs, turned, row, bias);
    // Sums of so many products below 1, rounded at each step.
    const double tolerance = (PANELS * lanes + 2) * 4 * ROUNDING;
    for (int output = 0; output < outputs; output++) {
        double of_bias = old_bias[output];
        for (int input = 0; input < inputs; input++) {
            double sum = old[input * outputs + output];
            for (int panel = 0; panel < PANELS; panel++)
                for (int lane = 0; lane < lanes; lane++)
                    sum += (double)x[panel * x_stride + (ptrdiff_t)input * lanes + lane]
                        * y[panel * y_stride + (ptrdiff_t)output * lanes + lane];
            close_to(sums[input * outputs + output], sum, tolerance);
        }
        for (int panel = 0; panel < PANELS; panel++)
            for (int lane = 0; lane < lanes; lane++)
                of_bias += y[panel * y_stride + (ptrdiff_t)output * lanes + lane];
        close_to(bias[output], of_bias, tolerance);
    }
    is_true(sums[inputs * outputs] == old[inputs * outputs]);
    is_true(bias[outputs] == old_bias[outputs]);
}

/// The same of panels that are not turned: few outputs.
static void check_few(const ck_kernels *k, int panels, int inputs, int outputs) {
    release();
    const int lanes = k->lanes;
    const ptrdiff_t x_stride = (ptrdiff_t)inputs * lanes, y_stride = (ptrdiff_t)(outputs + 1) * lanes;
    float *x = uniforms(panels * x_stride, -1, 1), *y = uniforms(panels * y_stride, -1, 1);
    float *sums = uniforms((ptrdiff_t)inputs * outputs, -1, 1), *bias = uniforms(outputs, -1, 1);
    float *old = room((ptrdiff_t)inputs * outputs), *old_bias = room(outputs);
    memcpy(old, sums, (size_t)(inputs * outputs) * sizeof *sums);
    memcpy(old_bias, bias, (size_t)outputs * sizeof *bias);
    k->outer_few(panels, inputs, outputs, x, x_stride, y, y_stride, sums);
    k->add_lanes(panels, outputs, y, y_stride, bias);
    const double tolerance = (panels * lanes + 2) * 4 * ROUNDING;
    for (int output = 0; output < outputs; output++) {
        double of_bias = old_bias[output];
        for (int i = 0; i < panels * lanes; i++)
            of_bias += y[i / lanes * y_stride + (ptrdiff_t)output * lanes + i % lanes];
        close_to(bias[output], of_bias, tolerance);
        for (int input = 0; input < inputs; input++) {
            double sum = old[input * outputs + output];
            for (int i = 0; i < panels * lanes; i++)
                sum += (double)x[i / lanes * x_stride + (ptrdiff_t)input * lanes + i % lanes]
                    * y[i / lanes * y_stride + (ptrdiff_t)output * lanes + i % lanes];
            close_to(sums[input * outputs + output], sum, tolerance);
        }
    }
}

static void check_products(const ck_kernels *k) {
    const int sizes[][2] = {{3, 64}, {64, 1}, {1, 3}, {37, 29}, {12, 32}, {13, 65}};
    begin(k, "gradients of weights");
    for (int i = 0; i < 6; i++) check_products_of(k, sizes[i][0], sizes[i][1]);
    check_few(k, 3, 13, 3);
    check_few(k, 2, 64, 1);
    end();
}

static void check_sample(const ck_kernels *k) {
    enum { CHANNELS = 7 };
    begin(k, "slopes of a sample");
    const ptrdiff_t count = (ptrdiff_t)CHANNELS * k->lanes;
    float *weight = uniforms(k->lanes, 0, 1), *of_weight = uniforms(k->lanes, -1, 1);
    float *of_sum = uniforms(count, -1, 1), *x = uniforms(count, -1, 1);
    float *slopes = uniforms(count, -3, 3), *own = room(count), *old = room(k->lanes);
    memcpy(own, slopes, (size_t)count * sizeof *own);
    memcpy(old, of_weight, (size_t)k->lanes * sizeof *old);
    k->sample_slopes(CHANNELS, weight, of_sum, x, slopes, of_weight);
    for (int lane = 0; lane < k->lanes; lane++) {
        double sum = old[lane];
        for (int channel = 0; channel < CHANNELS; channel++) {
            const ptrdiff_t at = (ptrdiff_t)channel * k->lanes + lane;
            sum += (double)of_sum[at] * x[at];
            close_to(slopes[at], (double)weight[lane] * of_sum[at] * own[at], 8 * ROUNDING);
        }
        close_to(of_weight[lane], sum, 2 * CHANNELS * ROUNDING * 4);
    }
    end();
}

/// sum over samples of slope times weight, for one ray, in double precision.
static double weighed(const ck_samples *samples, const float *slopes, const double *raw, int lane, int lanes) {
    double transmittance = 1, sum = 0, total = 0;
    const int last = samples->samples - 1;
    for (int i = 0; i <= last; i++) {
        const int at = i * lanes + lane;
        double x = raw[i] + (samples->noise ? samples->noise[at] : 0);
        double density = samples->density == CK_SOFTPLUS ? log1p(exp(x)) : fmax(0, x);
        double delta = i < last
            ? (double)samples->distances[at + lanes] - samples->distances[at]
            : samples->last_length;
        double alpha = 1 - exp(-delta * density), weight = alpha * transmittance;
        if (i == last && samples->last_takes_rest) weight = 1 - sum;
        sum += weight;
        total += slopes[at] * weight;
        transmittance *= 1 - alpha + 1e-10;
    }
    return total;
}

static void check_weights_of(const ck_kernels *k, ck_density kind, float last_length, bool rest) {
    release();
    const int count = 12, lanes = k->lanes;
    const ptrdiff_t numbers = (ptrdiff_t)count * lanes;
    float *distances = room(numbers), *noise = uniforms(numbers, -3, 3);
    for (ptrdiff_t i = 0; i < numbers; i++)
        distances[i] = 0.9f + 0.02f * ((float)(i / lanes) + uniform(0, 0.9f));
    float *raw = uniforms(numbers, -20, 60), *slopes = uniforms(numbers, -1, 1);
    float *made = room(numbers);
    ck_samples samples = {
        .samples = count, .distances = distances, .raw_density = raw, .noise = noise,
        .density = kind, .last_length = last_length, .last_takes_rest = rest,
    };
    k->weights_slope(&samples, slopes, room(3 * numbers), made);
    for (int lane = 0; lane < lanes; lane++) {
        double x[MOST_SAMPLES];
        for (int i = 0; i < count; i++) x[i] = raw[i * lanes + lane];
        for (int i = 0; i < count; i++) {
            const double middle = x[i], step = 1e-5;
            // Where a relu bends, there is no slope.
            if (kind == CK_RELU && fabs(middle + noise[i * lanes + lane]) < 2 * step) continue;
            x[i] = middle + step;
            double above = weighed(&samples, slopes, x, lane, lanes);
            x[i] = middle - step;
            double below = weighed(&samples, slopes, x, lane, lanes);
            x[i] = middle;
            // Densities are some tens and lengths some hundredths, so that slopes are below 0.1.
            close_to(made[i * lanes + lane], (above - below) / (2 * step), 1e-6);
        }
    }
    // In place.
    k->weights_slope(&samples, slopes, room(3 * numbers), slopes);
    is_true(memcmp(slopes, made, (size_t)numbers * sizeof *made) == 0);
}

static void check_weights(const ck_kernels *k) {
    begin(k, "slopes of weights");
    for (int rest = 0; rest < 2; rest++) {
        check_weights_of(k, CK_RELU, 1e10f, rest);
        check_weights_of(k, CK_SOFTPLUS, 0.02f, rest);
    }
    end();
}

void check_slopes(const ck_kernels *k) {
    check_functions(k);
    check_products(k);
    check_sample(k);
    check_weights(k);
}
