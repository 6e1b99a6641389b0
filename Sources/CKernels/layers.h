// Dense layers on panels. A block of ROWS outputs of a panel stays in registers while all inputs
// are read; its weights stay in the first-level cache while all panels pass.

/// sums[row] = bias[row] + sum over inputs of weights[input][row] x[input], `[count][LANES]`.
/// Inlined with a constant `count`, so that all sums are registers.
INLINE void multiply(
    const int count, int inputs, const float *weights, const float *x, const float *bias,
    float *sums
) {
    V s[ROWS][2];
    UNROLL
    for (int row = 0; row < count; row++) s[row][0] = s[row][1] = v_set(bias[row]);
    for (int input = 0; input < inputs; input++, x += LANES, weights += count) {
        V x0 = v_load(x), x1 = v_load(x + VECTOR);
        UNROLL
        for (int row = 0; row < count; row++) {
            V w = v_set(weights[row]);
            s[row][0] = v_fma(x0, w, s[row][0]);
            s[row][1] = v_fma(x1, w, s[row][1]);
        }
    }
    UNROLL
    for (int row = 0; row < count; row++) {
        v_store(sums + row * LANES, s[row][0]);
        v_store(sums + row * LANES + VECTOR, s[row][1]);
    }
}

#if PAIRS
/// The same with two neighbouring inputs at once, rounded to bfloat16; sums are float32.
INLINE void multiply_pairs(
    const int count, int inputs, const uint32_t *weights, const uint32_t *x, const float *bias,
    float *sums
) {
    V s[ROWS][2];
    UNROLL
    for (int row = 0; row < count; row++) s[row][0] = s[row][1] = v_set(bias[row]);
    for (int input = 0; input < inputs; input += 2, x += LANES, weights += count) {
        Pairs x0 = p_load(x), x1 = p_load(x + VECTOR);
        UNROLL
        for (int row = 0; row < count; row++) {
            Pairs w = p_set(weights[row]);
            s[row][0] = p_dot(x0, w, s[row][0]);
            s[row][1] = p_dot(x1, w, s[row][1]);
        }
    }
    UNROLL
    for (int row = 0; row < count; row++) {
        v_store(sums + row * LANES, s[row][0]);
        v_store(sums + row * LANES + VECTOR, s[row][1]);
    }
}
#define MULTIPLY(count) \
    case count: \
        if (layer->narrow_inputs) multiply_pairs(count, layer->inputs, weights, x, bias, sums); \
        else multiply(count, layer->inputs, weights, x, bias, sums); \
        return;
#else
#define MULTIPLY(count) \
    case count: multiply(count, layer->inputs, weights, x, bias, sums); return;
#endif

/// The sums of one block of one panel.
static void multiply_block(
    const ck_layer *layer, int count, const void *weights, const void *x, const float *bias,
    float *sums
) {
    switch (count) {
        MULTIPLY(1)
        MULTIPLY(2)
        MULTIPLY(3)
        MULTIPLY(4)
#if ROWS > 4
        MULTIPLY(5)
        MULTIPLY(6)
#endif
#if ROWS > 6
        MULTIPLY(7)
        MULTIPLY(8)
        MULTIPLY(9)
        MULTIPLY(10)
        MULTIPLY(11)
        MULTIPLY(12)
#endif
    }
}

INLINE void activate(ck_activation activation, ptrdiff_t count, float *x) {
    switch (activation) {
    case CK_LINEAR: break;
    case CK_LEAKY_RELU:
        for (ptrdiff_t i = 0; i < count; i += VECTOR) {
            V a = v_load(x + i);
            v_store(x + i, v_max(a, v_mul(a, v_set(0.2f))));
        }
        break;
    case CK_SINE: sine_of(count, x); break;
    }
}

/// Puts float32 channels into a float32 panel, adding what is there where `adds`. What was added
/// to stays in x as well.
INLINE void place(int channels, bool adds, float *x, float *y) {
    for (ptrdiff_t i = 0; i < channels * LANES; i += VECTOR) {
        V a = v_load(x + i);
        if (adds) {
            a = v_add(a, v_load(y + i));
            v_store(x + i, a);
        }
        v_store(y + i, a);
    }
}

/// The same into a narrow panel.
INLINE void place_narrow(int channels, bool adds, float *x, void *y, int first) {
#if PAIRS
    uint32_t *words = (uint32_t *)y + (ptrdiff_t)(first / 2) * LANES;
    for (int channel = 0; channel < channels; channel += 2, words += LANES) {
        for (int half = 0; half < LANES; half += VECTOR) {
            float *low = x + channel * LANES + half;
            V a = v_load(low);
            V b = channel + 1 < channels ? v_load(low + LANES) : v_set(0.0f);
            if (adds) {
                Pairs old = p_load(words + half);
                a = v_add(a, p_low(old));
                b = v_add(b, p_high(old));
                v_store(low, a);
                if (channel + 1 < channels) v_store(low + LANES, b);
            }
            p_store(words + half, p_pack(a, b));
        }
    }
#else
    float *numbers = (float *)y + (ptrdiff_t)first * LANES;
    for (ptrdiff_t i = 0; i < channels * LANES; i += VECTOR) {
        V a = v_load(x + i);
        if (adds) {
            a = v_add(a, v_load(numbers + i));
            v_store(x + i, a);
        }
        v_store(numbers + i, v_round_to_bfloat16(a));
    }
#endif
}

static void narrow(int32_t channels, const float *x, int32_t first, void *y) {
    place_narrow(channels, false, (float *)x, y, first);
}

/// sums[readout] += sum over channels of factors[readout][channel] x[channel].
INLINE void read_out(
    int readouts, int channels, const float *factors, int stride, const float *x, float *sums
) {
    for (int readout = 0; readout < readouts; readout++, factors += stride, sums += LANES) {
        V s0 = v_load(sums), s1 = v_load(sums + VECTOR);
        for (int channel = 0; channel < channels; channel++) {
            V w = v_set(factors[channel]);
            s0 = v_fma(v_load(x + channel * LANES), w, s0);
            s1 = v_fma(v_load(x + channel * LANES + VECTOR), w, s1);
        }
        v_store(sums, s0);
        v_store(sums + VECTOR, s1);
    }
}

static void dense(
    const ck_layer *layer, int32_t panels, const void *x, ptrdiff_t x_stride, void *y,
    ptrdiff_t y_stride, float *sums, ptrdiff_t sums_stride
) {
    _Alignas(64) float block[ROWS * LANES];
    const int outputs = layer->outputs;
    // Numbers of 4 bytes for each output.
    const ptrdiff_t depth =
        PAIRS && layer->narrow_inputs ? (layer->inputs + 1) / 2 : layer->inputs;
    for (int first = 0; first < outputs; first += ROWS) {
        const int count = outputs - first < ROWS ? outputs - first : ROWS;
        const float *weights = (const float *)layer->weights + first * depth;
        for (int32_t panel = 0; panel < panels; panel++) {
            const float *from = (const float *)x + panel * x_stride;
            float *to = (float *)y + panel * y_stride;
            multiply_block(layer, count, weights, from, layer->bias + first, block);
            activate(layer->activation, (ptrdiff_t)count * LANES, block);
            if (layer->narrow_outputs) place_narrow(count, layer->adds, block, to, first);
            else place(count, layer->adds, block, to + (ptrdiff_t)first * LANES);
            read_out(
                layer->readouts, count, layer->readout + first, outputs, block,
                sums + panel * sums_stride);
        }
    }
}
