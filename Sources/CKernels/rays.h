// Rays, two vectors of them side by side: points, compositing, importance sampling.

static void points(
    const float origin[3], const float *directions, const float *distances, float scale,
    float *to
) {
    for (int axis = 0; axis < 3; axis++) {
        for (int half = 0; half < LANES; half += VECTOR) {
            V direction = v_load(directions + axis * LANES + half);
            V point = v_fma(direction, v_load(distances + half), v_set(origin[axis]));
            v_store(to + axis * LANES + half, v_mul(point, v_set(scale)));
        }
    }
}

static void ball(float gain, float radius, const float *points, float *density) {
    for (int half = 0; half < LANES; half += VECTOR) {
        V x = v_load(points + half), y = v_load(points + LANES + half);
        V z = v_load(points + 2 * LANES + half);
        V distance = v_sqrt(v_fma(x, x, v_fma(y, y, v_mul(z, z))));
        V inside = v_sub(v_set(radius), distance);
        v_store(density + half, v_fma(v_set(gain), inside, v_load(density + half)));
    }
}

static void exits(const float origin[3], const float *directions, float radius, float *to) {
    // In vectors, so that every instruction set rounds it alike.
    V square = v_sub(v_set(0.0f), v_mul(v_set(radius), v_set(radius)));
    for (int axis = 0; axis < 3; axis++)
        square = v_fma(v_set(origin[axis]), v_set(origin[axis]), square);
    for (int half = 0; half < LANES; half += VECTOR) {
        V d[3], along = v_set(0.0f);
        for (int axis = 0; axis < 3; axis++) {
            d[axis] = v_load(directions + axis * LANES + half);
            along = v_fma(d[axis], v_set(-origin[axis]), along);
        }
        V half_chord = v_max(v_set(0.0f), v_fma(along, along, v_sub(v_set(0.0f), square)));
        V distance = v_add(along, v_sqrt(half_chord));
        for (int axis = 0; axis < 3; axis++) {
            V point = v_fma(d[axis], distance, v_set(origin[axis]));
            v_store(to + axis * LANES + half, v_div(point, v_set(radius)));
        }
    }
}

INLINE V v_density(const ck_density density, V x) {
    return density == CK_SOFTPLUS ? v_softplus(x) : v_max(v_set(0.0f), x);
}

static void density_of(ck_density density, ptrdiff_t count, float *x) {
    for (ptrdiff_t i = 0; i < count; i += VECTOR) v_store(x + i, v_density(density, v_load(x + i)));
}

/// alpha_i = 1 - exp(-delta_i density(sigma_i + noise_i));
/// w_i = alpha_i times the product over earlier samples of (1 - alpha_j + 1e-10).
INLINE void weights_of(const ck_density kind, const ck_samples *samples, float *to) {
    const int last = samples->samples - 1;
    for (int half = 0; half < LANES; half += VECTOR) {
        V transmittance = v_set(1.0f), sum = v_set(0.0f);
        for (int i = 0; i <= last; i++) {
            const ptrdiff_t at = (ptrdiff_t)i * LANES + half;
            V density = v_load(samples->raw_density + at);
            if (samples->noise) density = v_add(density, v_load(samples->noise + at));
            density = v_density(kind, density);
            V delta = v_set(samples->last_length);
            if (i < last)
                delta = v_sub(
                    v_load(samples->distances + at + LANES), v_load(samples->distances + at));
            V optical = v_sub(v_set(0.0f), v_mul(delta, density));
            V alpha = v_sub(v_set(1.0f), v_exponential(optical));
            V weight = v_mul(alpha, transmittance);
            if (samples->last_takes_rest && i == last)
                weight = v_add(weight, v_sub(v_set(1.0f), v_add(sum, weight)));
            v_store(to + at, weight);
            sum = v_add(sum, weight);
            V passing = v_add(v_sub(v_set(1.0f), alpha), v_set(1e-10f));
            transmittance = v_mul(transmittance, passing);
        }
    }
}

static void weights(const ck_samples *samples, float *to) {
    switch (samples->density) {
    case CK_RELU: weights_of(CK_RELU, samples, to); break;
    case CK_SOFTPLUS: weights_of(CK_SOFTPLUS, samples, to); break;
    }
}

/// The cumulative distribution over bins between midpoints, and the midpoints.
INLINE void cumulative_of(
    int samples, const float *distances, const float *shares, float *cumulative, float *bins
) {
    const V small = v_set(1e-5f);
    for (int half = 0; half < LANES; half += VECTOR) {
        V total = v_set(0.0f);
        for (int i = 1; i < samples - 1; i++) {
            // Two summands, because 1e-5 + 1e-5 rounds differently from 2e-5.
            V share = v_add(v_add(v_load(shares + (ptrdiff_t)i * LANES + half), small), small);
            v_store(cumulative + (ptrdiff_t)i * LANES + half, share);
            total = v_add(total, share);
        }
        V sum = v_set(0.0f);
        v_store(cumulative + half, sum);
        for (int i = 1; i < samples - 1; i++) {
            float *at = cumulative + (ptrdiff_t)i * LANES + half;
            sum = v_add(sum, v_div(v_load(at), total));
            v_store(at, sum);
        }
        for (int i = 0; i < samples - 1; i++) {
            const float *at = distances + (ptrdiff_t)i * LANES + half;
            V middle = v_mul(v_set(0.5f), v_add(v_load(at + LANES), v_load(at)));
            v_store(bins + (ptrdiff_t)i * LANES + half, middle);
        }
    }
}

static void importance(
    int32_t samples, const float *distances, const float *shares, int32_t count,
    const float *draws, float *room, float *drawn
) {
    float *cumulative = room, *bins = room + (ptrdiff_t)samples * LANES;
    cumulative_of(samples, distances, shares, cumulative, bins);
    const V one = v_set(1.0f), narrowest = v_set(1e-5f);
    for (int draw = 0; draw < count; draw++) {
        for (int half = 0; half < LANES; half += VECTOR) {
            V u = v_load(draws + (ptrdiff_t)draw * LANES + half);
            V c0 = v_load(cumulative + half), b0 = v_load(bins + half);
            V c1 = c0, b1 = b0;
            // The first entry that is not below u ends the bin; beyond the last one it is empty.
            Mask open = v_less(c0, u);
            for (int i = 1; i < samples - 1 && v_any(open); i++) {
                V c = v_load(cumulative + (ptrdiff_t)i * LANES + half);
                V b = v_load(bins + (ptrdiff_t)i * LANES + half);
                c0 = v_select(open, c1, c0);
                b0 = v_select(open, b1, b0);
                c1 = v_select(open, c, c1);
                b1 = v_select(open, b, b1);
                open = v_less(c1, u);
            }
            c0 = v_select(open, c1, c0);
            b0 = v_select(open, b1, b0);
            V width = v_sub(c1, c0);
            V divisor = v_select(v_less(width, narrowest), one, width);
            V part = v_div(v_sub(u, c0), divisor);
            v_store(
                drawn + (ptrdiff_t)draw * LANES + half, v_fma(part, v_sub(b1, b0), b0));
        }
    }
}

static void ranks(int32_t samples, const float *distances, int32_t *to) {
    for (ptrdiff_t i = 0; i < (ptrdiff_t)samples * LANES; i++) to[i] = 0;
    for (int later = 1; later < samples; later++) {
        for (int earlier = 0; earlier < later; earlier++) {
            const float *a = distances + (ptrdiff_t)earlier * LANES;
            const float *b = distances + (ptrdiff_t)later * LANES;
            int32_t *rank_a = to + (ptrdiff_t)earlier * LANES;
            int32_t *rank_b = to + (ptrdiff_t)later * LANES;
            for (int lane = 0; lane < LANES; lane++) {
                int32_t after = b[lane] < a[lane];
                rank_a[lane] += after;
                rank_b[lane] += 1 - after;
            }
        }
    }
}

static void accumulate(int32_t channels, const float *weight, const float *x, float *sum) {
    V w0 = v_load(weight), w1 = v_load(weight + VECTOR);
    for (int channel = 0; channel < channels; channel++, x += LANES, sum += LANES) {
        v_store(sum, v_fma(w0, v_load(x), v_load(sum)));
        v_store(sum + VECTOR, v_fma(w1, v_load(x + VECTOR), v_load(sum + VECTOR)));
    }
}

static bool any_above(float threshold, const float *x) {
    Mask low = v_less(v_set(threshold), v_load(x));
    Mask high = v_less(v_set(threshold), v_load(x + VECTOR));
    return v_any(low) || v_any(high);
}
