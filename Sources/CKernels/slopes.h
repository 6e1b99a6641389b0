// What leads slopes back through layers and rays: the gradients of weights are sums over points, so
// slopes are turned to `[points][outputs]` and multiplied with inputs that stay in lanes.

/// With r and the sign of v_sine: sin(pi x) = ±sin(pi r), and cos(pi x) = ±sin(pi (1/2 - |r|)).
static void sine_slope(ptrdiff_t count, float *x, float *y) {
    const V pi = v_set(0x1.921fb6p+1f), half = v_set(0.5f), zero = v_set(0.0f);
    for (ptrdiff_t i = 0; i < count; i += VECTOR) {
        V before = v_load(x + i);
        V shifted = v_add(before, v_set(ROUNDER));
        V r = v_sub(before, v_sub(shifted, v_set(ROUNDER)));
        V distance = v_max(r, v_sub(zero, r));
        V cosine = v_xor_sign(v_half_turn(v_sub(half, distance)), shifted);
        v_store(y + i, v_xor_sign(v_half_turn(r), shifted));
        v_store(x + i, v_mul(pi, cosine));
    }
}

static void multiply_by(ptrdiff_t count, const float *x, float *y) {
    for (ptrdiff_t i = 0; i < count; i += VECTOR)
        v_store(y + i, v_mul(v_load(x + i), v_load(y + i)));
}

static void leaky_slope(ptrdiff_t count, const float *y, float *slopes) {
    for (ptrdiff_t i = 0; i < count; i += VECTOR) {
        V slope = v_load(slopes + i);
        Mask above = v_less(v_set(0.0f), v_load(y + i));
        v_store(slopes + i, v_select(above, slope, v_mul(slope, v_set(0.2f))));
    }
}

static void tanh_slope(ptrdiff_t count, const float *y, float *slopes) {
    for (ptrdiff_t i = 0; i < count; i += VECTOR) {
        V tanh = v_load(y + i), slope = v_load(slopes + i);
        v_store(slopes + i, v_mul(slope, v_sub(v_set(1.0f), v_mul(tanh, tanh))));
    }
}

static void turn(
    int32_t panels, int32_t channels, const float *x, ptrdiff_t x_stride, float *y, ptrdiff_t row
) {
    const int whole = channels / VECTOR * VECTOR;
    for (int32_t panel = 0; panel < panels; panel++, x += x_stride, y += LANES * row) {
        for (int channel = 0; channel < whole; channel += VECTOR)
            for (int half = 0; half < LANES; half += VECTOR) {
                V block[VECTOR];
                UNROLL
                for (int i = 0; i < VECTOR; i++)
                    block[i] = v_load(x + (ptrdiff_t)(channel + i) * LANES + half);
                v_transpose(block);
                UNROLL
                for (int i = 0; i < VECTOR; i++) v_store(y + (half + i) * row + channel, block[i]);
            }
        for (int channel = whole; channel < channels; channel++)
            for (int lane = 0; lane < LANES; lane++)
                y[lane * row + channel] = x[channel * LANES + lane];
    }
}

/// sums += a block of numbers that are `count` to a row.
INLINE void add_row(V low, V high, int count, float *sums) {
    if (count >= 2 * VECTOR) {
        low = v_add(low, v_load_unaligned(sums));
        high = v_add(high, v_load_unaligned(sums + VECTOR));
        __builtin_memcpy(sums, &low, sizeof low);
        __builtin_memcpy(sums + VECTOR, &high, sizeof high);
        return;
    }
    float row[2 * VECTOR];
    __builtin_memcpy(row, &low, sizeof low);
    __builtin_memcpy(row + VECTOR, &high, sizeof high);
    for (int i = 0; i < count; i++) sums[i] += row[i];
}

/// A block of `count` inputs and two vectors of outputs, whose sums are registers over all points.
INLINE void outer_block(
    const int count, int32_t panels, int outputs, const float *x, ptrdiff_t x_stride,
    const float *y, ptrdiff_t row, float *sums, ptrdiff_t sums_row
) {
    V s[ROWS][2];
    UNROLL
    for (int i = 0; i < count; i++) s[i][0] = s[i][1] = v_set(0.0f);
    for (int32_t panel = 0; panel < panels; panel++, x += x_stride) {
        for (int lane = 0; lane < LANES; lane++, y += row) {
            V y0 = v_load(y), y1 = v_load(y + VECTOR);
            UNROLL
            for (int i = 0; i < count; i++) {
                V w = v_set(x[i * LANES + lane]);
                s[i][0] = v_fma(y0, w, s[i][0]);
                s[i][1] = v_fma(y1, w, s[i][1]);
            }
        }
    }
    UNROLL
    for (int i = 0; i < count; i++) add_row(s[i][0], s[i][1], outputs, sums + i * sums_row);
}

static void outer_rest(
    int count, int32_t panels, int outputs, const float *x, ptrdiff_t x_stride, const float *y,
    ptrdiff_t row, float *sums, ptrdiff_t sums_row
) {
#define OUTER(count) \
    case count: \
        outer_block(count, panels, outputs, x, x_stride, y, row, sums, sums_row); \
        break;
    switch (count) {
        OUTER(1)
        OUTER(2)
        OUTER(3)
#if ROWS > 4
        OUTER(4)
        OUTER(5)
#endif
#if ROWS > 6
        OUTER(6)
        OUTER(7)
        OUTER(8)
        OUTER(9)
        OUTER(10)
        OUTER(11)
#endif
    }
#undef OUTER
}

static void outer(
    int32_t panels, int32_t inputs, int32_t outputs, const float *x, ptrdiff_t x_stride,
    const float *y, ptrdiff_t row, float *sums
) {
    for (int first = 0; first < outputs; first += 2 * VECTOR) {
        const int left = outputs - first;
        for (int input = 0; input < inputs; input += ROWS) {
            const int count = inputs - input < ROWS ? inputs - input : ROWS;
            const float *from = x + (ptrdiff_t)input * LANES;
            float *to = sums + (ptrdiff_t)input * outputs + first;
            if (count == ROWS)
                outer_block(ROWS, panels, left, from, x_stride, y + first, row, to, outputs);
            else outer_rest(count, panels, left, from, x_stride, y + first, row, to, outputs);
        }
    }
}

/// The gradient of a block of `count` inputs and one output. Points are summed in sixteen sums, whatever
/// the vectors, and these in their order: the same bits everywhere.
INLINE void outer_one(
    const int count, int32_t panels, const float *x, ptrdiff_t x_stride, const float *y,
    ptrdiff_t y_stride, float *sums, ptrdiff_t sums_row
) {
    enum { GROUP = 16 / VECTOR };
    const int vectors = 2 * panels;
    V s[TILE_ROWS][GROUP];
    UNROLL
    for (int i = 0; i < count; i++)
        for (int g = 0; g < GROUP; g++) s[i][g] = v_set(0.0f);
    for (int first = 0; first < vectors; first += GROUP)
        for (int g = 0; g < GROUP && first + g < vectors; g++) {
            const ptrdiff_t panel = (first + g) / 2, half = (first + g) % 2 * VECTOR;
            const float *from = x + panel * x_stride + half;
            V slope = v_load(y + panel * y_stride + half);
            UNROLL
            for (int i = 0; i < count; i++)
                s[i][g] = v_fma(v_load(from + (ptrdiff_t)i * LANES), slope, s[i][g]);
        }
    UNROLL
    for (int i = 0; i < count; i++) {
        float lanes[16], sum = 0;
        __builtin_memcpy(lanes, s[i], sizeof lanes);
        for (int lane = 0; lane < 16; lane++) sum += lanes[lane];
        sums[i * sums_row] += sum;
    }
}

static void outer_few(
    int32_t panels, int32_t inputs, int32_t outputs, const float *x, ptrdiff_t x_stride,
    const float *y, ptrdiff_t y_stride, float *sums
) {
    for (int output = 0; output < outputs; output++) {
        const float *slopes = y + (ptrdiff_t)output * LANES;
        int input = 0;
        for (; input + TILE_ROWS <= inputs; input += TILE_ROWS)
            outer_one(
                TILE_ROWS, panels, x + (ptrdiff_t)input * LANES, x_stride, slopes, y_stride,
                sums + (ptrdiff_t)input * outputs + output, outputs);
        for (; input < inputs; input++)
            outer_one(
                1, panels, x + (ptrdiff_t)input * LANES, x_stride, slopes, y_stride,
                sums + (ptrdiff_t)input * outputs + output, outputs);
    }
}

static void add_lanes(
    int32_t panels, int32_t outputs, const float *y, ptrdiff_t y_stride, float *sums
) {
    for (int32_t panel = 0; panel < panels; panel++)
        for (int32_t output = 0; output < outputs; output++)
            for (int lane = 0; lane < LANES; lane++)
                sums[output] += y[panel * y_stride + (ptrdiff_t)output * LANES + lane];
}

static void add_points(
    int32_t points, int32_t outputs, const float *y, ptrdiff_t row, float *sums
) {
    for (int first = 0; first < outputs; first += 2 * VECTOR) {
        V low = v_set(0.0f), high = low;
        for (int32_t point = 0; point < points; point++) {
            low = v_add(low, v_load(y + point * row + first));
            high = v_add(high, v_load(y + point * row + first + VECTOR));
        }
        add_row(low, high, outputs - first, sums + first);
    }
}

static void sample_slopes(
    int32_t channels, const float *weight, const float *of_sum, const float *x, float *slopes,
    float *of_weight
) {
    for (int half = 0; half < LANES; half += VECTOR) {
        const V w = v_load(weight + half);
        V sum = v_load(of_weight + half);
        for (ptrdiff_t i = half; i < (ptrdiff_t)channels * LANES; i += LANES) {
            V slope = v_load(of_sum + i);
            sum = v_fma(slope, v_load(x + i), sum);
            v_store(slopes + i, v_mul(v_mul(w, slope), v_load(slopes + i)));
        }
        v_store(of_weight + half, sum);
    }
}

INLINE V v_density_slope(const ck_density density, V x) {
    const V zero = v_set(0.0f), one = v_set(1.0f);
    if (density == CK_RELU) return v_select(v_less(zero, x), one, zero);
    return v_div(one, v_add(one, v_exponential(v_sub(zero, x))));
}

/// With g_i the slope of w_i, and R_i what the samples behind i owe to what i lets through:
/// R_(i-1) = alpha_i g_i + (1 - alpha_i + 1e-10) R_i and slope(alpha_i) = T_i (g_i - R_i).
INLINE void weights_slope_of(
    const ck_density kind, const ck_samples *samples, const float *slopes, float *room, float *to
) {
    const int last = samples->samples - 1;
    const ptrdiff_t all = (ptrdiff_t)samples->samples * LANES;
    float *const transmittances = room + all, *const factors = room + 2 * all;
    for (int half = 0; half < LANES; half += VECTOR) {
        // Forward: what each sample lets through, and what reaches it.
        V transmittance = v_set(1.0f);
        for (int i = 0; i <= last; i++) {
            const ptrdiff_t at = (ptrdiff_t)i * LANES + half;
            V raw = v_load(samples->raw_density + at);
            if (samples->noise) raw = v_add(raw, v_load(samples->noise + at));
            V delta = v_set(samples->last_length);
            if (i < last)
                delta = v_sub(
                    v_load(samples->distances + at + LANES), v_load(samples->distances + at));
            V optical = v_sub(v_set(0.0f), v_mul(delta, v_density(kind, raw)));
            V through = v_exponential(optical);
            // slope(alpha) to slope(raw density): delta through density'(raw).
            v_store(factors + at, v_mul(v_mul(delta, through), v_density_slope(kind, raw)));
            v_store(room + at, through);
            v_store(transmittances + at, transmittance);
            transmittance = v_mul(transmittance, v_add(through, v_set(1e-10f)));
        }
        // The rest of the weight is 1 - (the others), whatever the last sample does.
        V rest = samples->last_takes_rest
            ? v_load(slopes + (ptrdiff_t)last * LANES + half) : v_set(0.0f);
        V behind = v_set(0.0f);
        for (int i = last; i >= 0; i--) {
            const ptrdiff_t at = (ptrdiff_t)i * LANES + half;
            V slope = v_sub(v_load(slopes + at), rest);
            V through = v_load(room + at);
            V of_alpha = v_mul(v_load(transmittances + at), v_sub(slope, behind));
            v_store(to + at, v_mul(of_alpha, v_load(factors + at)));
            V alpha = v_sub(v_set(1.0f), through);
            behind = v_fma(alpha, slope, v_mul(v_add(through, v_set(1e-10f)), behind));
        }
    }
}

static void weights_slope(
    const ck_samples *samples, const float *slopes, float *room, float *to
) {
    switch (samples->density) {
    case CK_RELU: weights_slope_of(CK_RELU, samples, slopes, room, to); break;
    case CK_SOFTPLUS: weights_slope_of(CK_SOFTPLUS, samples, slopes, room, to); break;
    }
}
