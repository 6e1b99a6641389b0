// What depends on a style alone: vectors times matrices, and weights packed for `dense`.

INLINE uint32_t bfloat16_bits(float value) {
    union { float value; uint32_t bits; } u = {value};
    return (u.bits + 0x7FFF + ((u.bits >> 16) & 1)) >> 16;
}

INLINE float packed_value(const ck_matrix *matrix, int input, int output) {
    float value = matrix->values[input * matrix->input_stride + output * matrix->output_stride];
    if (matrix->input_scale) value *= matrix->input_scale[input];
    if (matrix->output_scale) value *= matrix->output_scale[output];
    return value;
}

static void pack(const ck_matrix *matrix, void *packed) {
    uint32_t *word = packed;
    for (int first = 0; first < matrix->outputs; first += ROWS) {
        const int end = first + ROWS < matrix->outputs ? first + ROWS : matrix->outputs;
        const int step = PAIRS && matrix->narrow ? 2 : 1;
        for (int input = 0; input < matrix->inputs; input += step) {
            for (int output = first; output < end; output++, word++) {
                union { float value; uint32_t bits; } u = {packed_value(matrix, input, output)};
                if (!matrix->narrow) {
                    *word = u.bits;
                } else if (!PAIRS) {
                    *word = bfloat16_bits(u.value) << 16;
                } else {
                    float next = input + 1 < matrix->inputs
                        ? packed_value(matrix, input + 1, output) : 0.0f;
                    *word = bfloat16_bits(u.value) | bfloat16_bits(next) << 16;
                }
            }
        }
    }
}

/// The sum of all numbers, always in halves: of 16 the first eight are added to the last eight.
INLINE float v_sum(V a) {
    float lanes[VECTOR];
    __builtin_memcpy(lanes, &a, sizeof lanes);
    for (int half = VECTOR / 2; half > 0; half /= 2)
        for (int lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
    return lanes[0];
}

// Sums that run side by side: the same number for every instruction set, so that all with a fused
// multiply-add round alike, and enough of them that none waits for another.
#define STRANDS 32

/// The first numbers of a vector, and zeros behind them.
INLINE V v_load_some(const float *from, int count) {
    if (count >= VECTOR) return v_load_unaligned(from);
    float lanes[VECTOR] = {0};
    for (int lane = 0; lane < count; lane++) lanes[lane] = from[lane];
    return v_load_unaligned(lanes);
}

static void matvec(
    int32_t inputs, int32_t outputs, const float *weights, const float *bias, const float *x,
    float *y
) {
    enum { vectors = STRANDS / VECTOR };
    const int whole = inputs - inputs % STRANDS;
    for (int output = 0; output < outputs; output++, weights += inputs) {
        V s[vectors];
        UNROLL
        for (int i = 0; i < vectors; i++) s[i] = v_set(0.0f);
        for (int input = 0; input < whole; input += STRANDS) {
            UNROLL
            for (int i = 0; i < vectors; i++) {
                const int at = input + i * VECTOR;
                s[i] = v_fma(v_load_unaligned(weights + at), v_load_unaligned(x + at), s[i]);
            }
        }
        for (int i = 0; whole + i * VECTOR < inputs; i++) {
            const int at = whole + i * VECTOR;
            V w = v_load_some(weights + at, inputs - at);
            s[i] = v_fma(w, v_load_some(x + at, inputs - at), s[i]);
        }
        for (int half = vectors / 2; half > 0; half /= 2)
            for (int i = 0; i < half; i++) s[i] = v_add(s[i], s[i + half]);
        y[output] = v_sum(s[0]) + bias[output];
    }
}

static void squares(
    int32_t inputs, int32_t outputs, const float *weights, const float *scale, float *sums
) {
    for (int output = 0; output < outputs; output++) sums[output] = 0;
    for (int input = 0; input < inputs; input++, weights += outputs) {
        const V factor = v_set(scale[input]);
        for (int output = 0; output < outputs; output += VECTOR) {
            const int count = outputs - output < VECTOR ? outputs - output : VECTOR;
            V value = v_mul(v_load_some(weights + output, count), factor);
            V sum = v_fma(value, value, v_load_some(sums + output, count));
            __builtin_memcpy(sums + output, &sum, (size_t)count * sizeof *sums);
        }
    }
}
