// What depends on a style alone: vectors times matrices, and weights packed for `dense`.

INLINE uint32_t bfloat16_bits(float value) {
    union { float value; uint32_t bits; } u = {value};
    return (u.bits + 0x7FFF + ((u.bits >> 16) & 1)) >> 16;
}

/// One block of `count` outputs from `first` on, `[inputs][count]`.
INLINE void pack_block(const ck_matrix *matrix, int first, int count, uint32_t *word) {
    float output_scale[ROWS];
    for (int output = 0; output < count; output++)
        output_scale[output] = matrix->output_scale ? matrix->output_scale[first + output] : 1;
    const float *values = matrix->values + first * matrix->output_stride;
    const bool pairs = PAIRS && matrix->narrow;
    for (int input = 0; input < matrix->inputs; input++, values += matrix->input_stride) {
        const float input_scale = matrix->input_scale ? matrix->input_scale[input] : 1;
        // The second number of a pair joins the word that the first one made.
        const bool second = pairs && input % 2 == 1;
        if (second) word -= count;
        for (int output = 0; output < count; output++, word++) {
            union { float value; uint32_t bits; } u = {
                values[output * matrix->output_stride] * input_scale * output_scale[output]};
            if (!matrix->narrow) *word = u.bits;
            else if (!pairs) *word = bfloat16_bits(u.value) << 16;
            else if (second) *word |= bfloat16_bits(u.value) << 16;
            else *word = bfloat16_bits(u.value);
        }
    }
}

static void pack(const ck_matrix *matrix, void *packed) {
    const int words = PAIRS && matrix->narrow ? (matrix->inputs + 1) / 2 : matrix->inputs;
    for (int first = 0; first < matrix->outputs; first += ROWS) {
        const int left = matrix->outputs - first;
        uint32_t *block = (uint32_t *)packed + (ptrdiff_t)first * words;
        // A constant count lets the compiler unroll what most blocks go through.
        if (left >= ROWS) pack_block(matrix, first, ROWS, block);
        else pack_block(matrix, first, left, block);
    }
}

INLINE float v_sum(V a) {
    float lanes[VECTOR];
    __builtin_memcpy(lanes, &a, sizeof lanes);
    float sum = 0;
    for (int lane = 0; lane < VECTOR; lane++) sum += lanes[lane];
    return sum;
}

static void matvec(
    int32_t inputs, int32_t outputs, const float *weights, const float *bias, const float *x,
    float *y
) {
    const int whole = inputs - inputs % VECTOR;
    for (int output = 0; output < outputs; output++, weights += inputs) {
        // Two sums, so that one multiply-add need not wait for the other.
        V a = v_set(0.0f), b = v_set(0.0f);
        int input = 0;
        for (; input + LANES <= whole; input += LANES) {
            a = v_fma(v_load_unaligned(weights + input), v_load_unaligned(x + input), a);
            b = v_fma(
                v_load_unaligned(weights + input + VECTOR),
                v_load_unaligned(x + input + VECTOR), b);
        }
        for (; input < whole; input += VECTOR)
            a = v_fma(v_load_unaligned(weights + input), v_load_unaligned(x + input), a);
        float sum = v_sum(v_add(a, b));
        for (; input < inputs; input++) sum += weights[input] * x[input];
        y[output] = sum + bias[output];
    }
}

static void squares(
    int32_t inputs, int32_t outputs, const float *weights, const float *scale, float *sums
) {
    for (int output = 0; output < outputs; output++) sums[output] = 0;
    for (int input = 0; input < inputs; input++, weights += outputs) {
        const float factor = scale[input];
        for (int output = 0; output < outputs; output++) {
            const float value = weights[output] * factor;
            sums[output] += value * value;
        }
    }
}
