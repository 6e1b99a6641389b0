// What depends on a style: a vector times a matrix, sums of squares.
#include "check.h"

static void check_matvec(const ck_kernels *k, int inputs, int outputs) {
    release();
    // Off by one number: neither has to be aligned.
    float *w = uniforms((ptrdiff_t)inputs * outputs + 1, -1, 1) + 1;
    float *x = uniforms(inputs + 1, -1, 1) + 1, *bias = uniforms(outputs, -1, 1);
    float *y = room(outputs + 1);
    y[outputs] = 777;
    k->matvec(inputs, outputs, w, bias, x, y);
    for (int o = 0; o < outputs; o++) {
        double sum = bias[o], size = fabs(bias[o]);
        for (int i = 0; i < inputs; i++) {
            sum += (double)w[o * inputs + i] * x[i];
            size += fabs((double)w[o * inputs + i] * x[i]);
        }
        close_to(y[o], sum, (inputs + 2) * ROUNDING * size);
    }
    is_true(y[outputs] == 777);
}

static void check_squares(const ck_kernels *k, int inputs, int outputs) {
    release();
    float *w = uniforms((ptrdiff_t)inputs * outputs + 1, -1, 1) + 1;
    float *scale = uniforms(inputs, 0.5f, 1.5f), *y = uniforms(outputs + 1, -1, 1);
    y[outputs] = 777;
    k->squares(inputs, outputs, w, scale, y);
    for (int o = 0; o < outputs; o++) {
        double sum = 0;
        for (int i = 0; i < inputs; i++) {
            const double value = (double)w[i * outputs + o] * scale[i];
            sum += value * value;
        }
        // The product rounds once and counts twice.
        close_to(y[o], sum, (inputs + 4) * ROUNDING * sum);
    }
    is_true(y[outputs] == 777);
}

void check_vectors(const ck_kernels *k) {
    const int inputs[] = {1, 3, 31, 32, 33, 64, 131}, outputs[] = {1, 2, 7, 16, 37};
    begin(k, "matvec");
    for (int i = 0; i < 7; i++)
        for (int o = 0; o < 5; o++) check_matvec(k, inputs[i], outputs[o]);
    end();
    begin(k, "squares");
    for (int i = 0; i < 7; i++)
        for (int o = 0; o < 5; o++) check_squares(k, inputs[i], outputs[o]);
    end();
}
