// Dense layers on panels. A block of ROWS outputs of a panel stays in registers while all inputs
// are read; its weights stay in the first-level cache while all panels pass.

INLINE uint32_t bfloat16_bits(float value) {
    union { float value; uint32_t bits; } u = {value};
    return (u.bits + 0x7FFF + ((u.bits >> 16) & 1)) >> 16;
}

INLINE V v_activated(const ck_activation activation, V x) {
    switch (activation) {
    case CK_LINEAR: break;
    case CK_LEAKY_RELU: return v_max(x, v_mul(x, v_set(0.2f)));
    case CK_SINE: return v_sine(x);
    }
    return x;
}

INLINE void store_activated(
    const int count, const ck_activation activation, V s[ROWS][2], float *y
) {
    UNROLL
    for (int row = 0; row < count; row++) {
        v_store(y + row * LANES, v_activated(activation, s[row][0]));
        v_store(y + row * LANES + VECTOR, v_activated(activation, s[row][1]));
    }
}

/// y[row] = activation(bias[row] + sum over inputs of weights[input][row] x[input]),
/// `[count][LANES]`. Inlined with a constant `count` and `activation`, so that all sums are
/// registers from the first product to the last step of the activation.
INLINE void multiply(
    const int count, const ck_activation activation, int inputs, const float *weights,
    const float *x, const float *bias, float *y
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
    store_activated(count, activation, s, y);
}

#if PAIRS
/// The same with two neighbouring inputs at once, rounded to bfloat16; sums are float32.
INLINE void multiply_pairs(
    const int count, const ck_activation activation, int inputs, const uint32_t *weights,
    const uint32_t *x, const float *bias, float *y
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
    store_activated(count, activation, s, y);
}
#define MULTIPLY(count, activation) \
    if (layer->narrow_inputs) \
        multiply_pairs(count, activation, layer->inputs, weights, x, bias, y); \
    else multiply(count, activation, layer->inputs, weights, x, bias, y)
#else
#define MULTIPLY(count, activation) \
    multiply(count, activation, layer->inputs, weights, x, bias, y)
#endif

/// A block of ROWS outputs of one panel.
static void multiply_whole(
    const ck_layer *layer, const void *weights, const void *x, const float *bias, float *y
) {
    switch (layer->activation) {
    case CK_LINEAR: MULTIPLY(ROWS, CK_LINEAR); break;
    case CK_LEAKY_RELU: MULTIPLY(ROWS, CK_LEAKY_RELU); break;
    case CK_SINE: MULTIPLY(ROWS, CK_SINE); break;
    }
}

/// The last block of a layer, where less than ROWS outputs are left: one in many, so that its
/// activation may read its sums from memory.
static void multiply_rest(
    const ck_layer *layer, int count, const void *weights, const void *x, const float *bias,
    float *y
) {
#define REST(count) case count: MULTIPLY(count, CK_LINEAR); break;
    switch (count) {
        REST(1)
        REST(2)
        REST(3)
#if ROWS > 4
        REST(4)
        REST(5)
#endif
#if ROWS > 6
        REST(6)
        REST(7)
        REST(8)
        REST(9)
        REST(10)
        REST(11)
#endif
    }
    for (ptrdiff_t i = 0; i < (ptrdiff_t)count * LANES; i += VECTOR)
        v_store(y + i, v_activated(layer->activation, v_load(y + i)));
}

/// y += x for float32 channels; the sum is left in x as well.
INLINE void add(int channels, float *x, float *y) {
    for (ptrdiff_t i = 0; i < (ptrdiff_t)channels * LANES; i += VECTOR) {
        V sum = v_add(v_load(x + i), v_load(y + i));
        v_store(x + i, sum);
        v_store(y + i, sum);
    }
}

/// Rounds float32 channels into a narrow panel, adding what is there where `adds`. The unrounded
/// sum is left in x.
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

/// Whether a layer's outputs are computed where they belong: what is neither added to nor rounded.
INLINE bool is_in_place(const ck_layer *layer) {
    return !layer->adds && !layer->narrow_outputs;
}

/// Puts outputs of a panel, `[count][LANES]`, to where they belong, and reads off what is read off them.
INLINE void hand_over(
    const ck_layer *layer, int first, int count, float *block, float *y, float *sums
) {
    float *place = y + (ptrdiff_t)first * LANES;
    if (layer->narrow_outputs) place_narrow(count, layer->adds, block, y, first);
    else if (layer->adds) add(count, block, place);
    else if (block != place)
        __builtin_memcpy(place, block, (size_t)count * LANES * sizeof *block);
    read_out(
        layer->readouts, count, layer->readout + first, layer->outputs, block, sums);
}

#if MATRIX_TILES
#include "matrix_tiles.h"
#endif

static void dense(
    const ck_layer *layer, int32_t panels, const void *x, ptrdiff_t x_stride, void *y,
    ptrdiff_t y_stride, float *sums, ptrdiff_t sums_stride
) {
#if MATRIX_TILES
    if (layer->narrow_inputs)
        return dense_tiles_of(layer, panels, x, x_stride, y, y_stride, sums, sums_stride);
#endif
    _Alignas(64) float room[ROWS * LANES];
    const int outputs = layer->outputs;
    // Numbers of 4 bytes for each output.
    const ptrdiff_t depth =
        PAIRS && layer->narrow_inputs ? (layer->inputs + 1) / 2 : layer->inputs;
    for (int first = 0; first < outputs; first += ROWS) {
        const int count = outputs - first < ROWS ? outputs - first : ROWS;
        const float *weights = (const float *)layer->weights + first * depth;
        const float *bias = layer->bias + first;
        for (int32_t panel = 0; panel < panels; panel++) {
            const float *from = (const float *)x + panel * x_stride;
            float *to = (float *)y + panel * y_stride;
            float *block = is_in_place(layer) ? to + (ptrdiff_t)first * LANES : room;
            if (count == ROWS) multiply_whole(layer, weights, from, bias, block);
            else multiply_rest(layer, count, weights, from, bias, block);
            hand_over(layer, first, count, block, to, sums + panel * sums_stride);
        }
    }
}
