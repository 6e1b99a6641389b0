// Packing, dense layers and narrow panels, against sums in double precision.
#include "check.h"

#include <stdio.h>

/// A layer, and what it is made of.
typedef struct {
    ck_layer layer;
    ck_matrix matrix;
    int panels;
} Case;

/// What the layer multiplies with, rounded as `pack` rounds.
static float weight(const ck_matrix *m, int input, int output) {
    float value = m->values[input * m->input_stride + output * m->output_stride];
    if (m->input_scale) value *= m->input_scale[input];
    if (m->output_scale) value *= m->output_scale[output];
    return m->narrow ? bfloat16(value) : value;
}

static Case make_case(const ck_kernels *k, int inputs, int outputs, int number) {
    const bool narrow = number % 4 == 1 || number % 4 == 2;
    Case c = {.panels = 1 + number % 5};
    c.matrix = (ck_matrix){
        .values = uniforms((ptrdiff_t)inputs * outputs, -1, 1),
        .input_stride = number % 2 ? outputs : 1,
        .output_stride = number % 2 ? 1 : inputs,
        .input_scale = number % 3 ? uniforms(inputs, 0.5f, 1.5f) : NULL,
        .output_scale = number % 3 == 1 ? uniforms(outputs, 0.5f, 1.5f) : NULL,
        .inputs = inputs, .outputs = outputs, .narrow = narrow,
    };
    void *packed = room(k->packed_words(inputs, outputs, narrow));
    k->pack(&c.matrix, packed);
    const int readouts = number % 4;
    c.layer = (ck_layer){
        .weights = packed, .bias = uniforms(outputs, -1, 1),
        .readout = uniforms((ptrdiff_t)readouts * outputs, -1, 1),
        .inputs = inputs, .outputs = outputs, .readouts = readouts,
        .activation = (ck_activation)(number % 3), .adds = number / 2 % 2 == 1,
        .narrow_inputs = narrow, .narrow_outputs = number % 5 > 2,
    };
    return c;
}

/// Panels of random numbers, narrow ones made by `narrow`.
static float *make_panels(const ck_kernels *k, int panels, int channels, bool narrow, int words) {
    float *to = room((ptrdiff_t)panels * words * k->lanes);
    for (int panel = 0; panel < panels; panel++) {
        float *at = to + (ptrdiff_t)panel * words * k->lanes;
        float *values = uniforms((ptrdiff_t)channels * k->lanes, -1, 1);
        if (narrow) k->narrow(channels, values, 0, at);
        else memcpy(at, values, (size_t)channels * k->lanes * sizeof *at);
    }
    return to;
}

/// An output before it is put down, and how far a rounded one may be from it.
static double expected(
    const ck_kernels *k, const Case *c, const float *x, const float *old, int output, int lane,
    double *tolerance
) {
    const ck_layer *l = &c->layer;
    double sum = l->bias[output], size = fabs(sum);
    for (int input = 0; input < l->inputs; input++) {
        const double term = (double)weight(&c->matrix, input, output)
            * panel_value(k, x, input, lane, l->narrow_inputs);
        sum += term;
        size += fabs(term);
    }
    // Each product and each sum may round once, where they are not fused.
    *tolerance = (l->inputs + 2) * ROUNDING * size;
    if (l->activation == CK_LEAKY_RELU && sum < 0) sum *= 0.2;
    if (l->activation == CK_LEAKY_RELU) *tolerance += 2 * ROUNDING * fabs(sum);
    if (l->activation == CK_SINE) {
        sum = sin(M_PI * sum);
        *tolerance = M_PI * *tolerance + sine_tolerance(k);
    }
    if (!l->adds) return sum;
    sum += panel_value(k, old, output, lane, l->narrow_outputs);
    *tolerance += ROUNDING * (fabs(sum) + *tolerance);
    return sum;
}

static void check_panel(
    const ck_kernels *k, const Case *c, const float *x, const float *old, const float *y,
    const float *old_sums, const float *sums
) {
    const ck_layer *l = &c->layer;
    for (int lane = 0; lane < k->lanes; lane++) {
        double read[4] = {0}, size[4] = {0}, bound[4] = {0};
        for (int output = 0; output < l->outputs; output++) {
            double tolerance;
            const double value = expected(k, c, x, old, output, lane, &tolerance);
            // Half of the last place of 8 significant bits is 2^-8 of the value or less.
            const double narrowing = l->narrow_outputs ? 0x1p-8 * (fabs(value) + tolerance) : 0;
            close_to(
                panel_value(k, y, output, lane, l->narrow_outputs), value,
                tolerance + narrowing);
            for (int r = 0; r < l->readouts; r++) {
                const double factor = l->readout[r * l->outputs + output];
                read[r] += factor * value;
                size[r] += fabs(factor * value);
                bound[r] += fabs(factor) * tolerance;
            }
        }
        for (int r = 0; r < l->readouts; r++) {
            const double before = old_sums[r * k->lanes + lane];
            close_to(
                sums[r * k->lanes + lane], before + read[r],
                bound[r] + (l->outputs + 2) * ROUNDING * (fabs(before) + size[r]));
        }
    }
}

static void check_layer(const ck_kernels *k, int inputs, int outputs, int number) {
    const Case c = make_case(k, inputs, outputs, number);
    const ck_layer *l = &c.layer;
    const int x_words = panel_words(k, inputs, l->narrow_inputs);
    // A row that nobody may write to lies between the panels.
    const int y_words = panel_words(k, outputs, l->narrow_outputs) + 1;
    const ptrdiff_t x_stride = (ptrdiff_t)x_words * k->lanes, y_stride = y_words * k->lanes;
    const ptrdiff_t sums_stride = (ptrdiff_t)l->readouts * k->lanes;
    float *x = make_panels(k, c.panels, inputs, l->narrow_inputs, x_words);
    float *y = make_panels(k, c.panels, outputs, l->narrow_outputs, y_words);
    float *sums = uniforms(c.panels * sums_stride, -1, 1);
    for (int panel = 0; panel < c.panels; panel++)
        for (int lane = 0; lane < k->lanes; lane++)
            y[(panel + 1) * y_stride - k->lanes + lane] = 777;
    float *old = memcpy(room(c.panels * y_stride), y, (size_t)(c.panels * y_stride) * sizeof *y);
    float *old_sums = room(c.panels * sums_stride);
    memcpy(old_sums, sums, (size_t)(c.panels * sums_stride) * sizeof *sums);
    k->dense(l, c.panels, x, x_stride, y, y_stride, sums, sums_stride);
    for (int panel = 0; panel < c.panels; panel++) {
        check_panel(
            k, &c, x + panel * x_stride, old + panel * y_stride, y + panel * y_stride,
            old_sums + panel * sums_stride, sums + panel * sums_stride);
        for (int lane = 0; lane < k->lanes; lane++)
            is_true(y[(panel + 1) * y_stride - k->lanes + lane] == 777);
    }
}

static void check_narrow(const ck_kernels *k) {
    begin(k, "narrow");
    for (int channels = 1; channels <= 5; channels++) {
        float *x = uniforms((ptrdiff_t)channels * k->lanes, -100, 100);
        // Halfway between two: to the even one, up and down.
        x[0] = 1 + 0x1p-8f;
        x[1] = 1 + 0x3p-8f;
        x[2] = -1 - 0x1p-8f;
        const int first = channels % 2 ? 0 : 4;
        float *y = room((ptrdiff_t)(first + channels + 1) * k->lanes);
        k->narrow(channels, x, first, y);
        for (int channel = 0; channel < channels; channel++)
            for (int lane = 0; lane < k->lanes; lane++)
                is_true(
                    panel_value(k, y, first + channel, lane, true)
                    == bfloat16(x[channel * k->lanes + lane]));
        for (int lane = 0; lane < k->lanes; lane++)
            is_true(panel_value(k, y, first + channels, lane, true) == 0);
    }
    end();
}

void check_layers(const ck_kernels *k) {
    check_narrow(k);
    const int inputs[] = {1, 3, 5, 64, 131};
    const int outputs[] = {1, 2, k->rows - 1, k->rows, k->rows + 1, 64, 127};
    for (int i = 0; i < 5; i++) {
        char name[64];
        snprintf(name, sizeof name, "layers of %d inputs", inputs[i]);
        begin(k, name);
        for (int o = 0; o < 7; o++) {
            // Panels, activations, strides, scales, readouts and narrowness change together, and
            // in 60 steps through all that they can be. Large layers leave some steps out.
            const int step = inputs[i] * outputs[o] < 1000 ? 1 : 7;
            for (int number = 0; number < 60; number += step) {
                release();
                check_layer(k, inputs[i], outputs[o], number);
            }
        }
        end();
    }
}
