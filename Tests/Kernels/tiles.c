// Layers by matrix tiles, to the bit: sums in the order in which the processor takes them.
#include "check.h"

enum { TILE_INPUTS = 32, PANELS = 3 };

// Of the emulation, where there is one.
__attribute__((weak)) long emulated_tile_products;

/// A product with a layer's narrow inputs: of every 32, even and odd ones apart.
static float product(
    const ck_kernels *k, const float *weights, const float *x, int inputs, int output, int outputs,
    int lane
) {
    float sum = 0;
    for (int first = 0; first < inputs; first += TILE_INPUTS) {
        float half[2] = {0, 0};
        for (int input = first; input < inputs && input < first + TILE_INPUTS; input++)
            half[input % 2] = fmaf(
                bfloat16(weights[input * outputs + output]), panel_value(k, x, input, lane, true),
                half[input % 2]);
        sum += half[0] + half[1];
    }
    return sum;
}

static void check_shape(const ck_kernels *k, int inputs, int outputs) {
    const ck_matrix matrix = {
        .values = uniforms((ptrdiff_t)inputs * outputs, -1, 1), .input_stride = outputs,
        .output_stride = 1, .inputs = inputs, .outputs = outputs, .narrow = true,
    };
    float *packed = room(k->packed_words(inputs, outputs, true));
    k->pack(&matrix, packed);
    const ck_layer layer = {
        .weights = packed, .bias = uniforms(outputs, -1, 1), .inputs = inputs, .outputs = outputs,
        .activation = CK_LINEAR, .narrow_inputs = true,
    };
    const ptrdiff_t x_stride = (ptrdiff_t)panel_words(k, inputs, true) * k->lanes;
    const ptrdiff_t y_stride = (ptrdiff_t)outputs * k->lanes;
    // Behind the last panel stands what is no number.
    float *x = room(PANELS * x_stride + TILE_INPUTS * k->lanes), *y = room(PANELS * y_stride);
    for (int panel = 0; panel < PANELS; panel++)
        k->narrow(inputs, uniforms((ptrdiff_t)inputs * k->lanes, -1, 1), 0, x + panel * x_stride);
    for (int i = 0; i < TILE_INPUTS * k->lanes; i++) x[PANELS * x_stride + i] = NAN;
    const long before = emulated_tile_products;
    k->dense(&layer, PANELS, x, x_stride, y, y_stride, NULL, 0);
    const long blocks = (outputs + 31) / 32, depth = (inputs + TILE_INPUTS - 1) / TILE_INPUTS;
    is_true(emulated_tile_products - before == PANELS * blocks * depth * 4);
    for (int panel = 0; panel < PANELS; panel++)
        for (int output = 0; output < outputs; output++)
            for (int lane = 0; lane < k->lanes; lane++)
                is_true(
                    y[panel * y_stride + output * k->lanes + lane]
                    == layer.bias[output]
                        + product(
                            k, matrix.values, x + panel * x_stride, inputs, output, outputs,
                            lane));
}

void check_tiles(const ck_kernels *k) {
    begin(k, "tiles");
    const int inputs[] = {1, 2, 31, 32, 33, 64, 67, 96, 128}, outputs[] = {1, 31, 32, 33, 96};
    for (int i = 0; i < 9; i++)
        for (int o = 0; o < 5; o++) {
            release();
            check_shape(k, inputs[i], outputs[o]);
        }
    end();
}
