// What depends on a style alone: vectors times matrices, and weights packed for `dense`.

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

static ptrdiff_t packed_words(int32_t inputs, int32_t outputs, bool narrow) {
#if MATRIX_TILES
    if (narrow) return tile_words(inputs, outputs);
#endif
    return (ptrdiff_t)(PAIRS && narrow ? (inputs + 1) / 2 : inputs) * outputs;
}

static void pack(const ck_matrix *matrix, void *packed) {
#if MATRIX_TILES
    if (matrix->narrow) return pack_tiles(matrix, packed);
#endif
    const int words = PAIRS && matrix->narrow ? (matrix->inputs + 1) / 2 : matrix->inputs;
    for (int first = 0; first < matrix->outputs; first += ROWS) {
        const int left = matrix->outputs - first;
        uint32_t *block = (uint32_t *)packed + (ptrdiff_t)first * words;
        // A constant count lets the compiler unroll what most blocks go through.
        if (left >= ROWS) pack_block(matrix, first, ROWS, block);
        else pack_block(matrix, first, left, block);
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

INLINE void add_squares(V factor, const float *weights, int count, float *sums) {
    V value = v_mul(v_load_some(weights, count), factor);
    V sum = v_fma(value, value, v_load_some(sums, count));
    __builtin_memcpy(sums, &sum, (size_t)count * sizeof *sums);
}

static void squares(
    int32_t inputs, int32_t outputs, const float *weights, const float *scale, float *sums
) {
    const int rest = outputs % VECTOR, whole = outputs - rest;
    for (int output = 0; output < outputs; output++) sums[output] = 0;
    for (int input = 0; input < inputs; input++, weights += outputs) {
        const V factor = v_set(scale[input]);
        for (int output = 0; output < whole; output += VECTOR)
            add_squares(factor, weights + output, VECTOR, sums + output);
        if (rest) add_squares(factor, weights + whole, rest, sums + whole);
    }
}
