// Group norm and the leaky ReLU behind it, of images whose channels lie side by side.

/// Sums over the pixels of an image of x and x y, or of x alone.
INLINE void sum_pixels(
    const ck_norm *norm, const float *x, const float *y, ptrdiff_t row, float *sums, float *products
) {
    for (int channel = 0; channel < norm->channels; channel += VECTOR) {
        V sum = v_set(0.0f), product = sum;
        for (int32_t pixel = 0; pixel < norm->pixels; pixel++) {
            V number = v_load(x + pixel * row + channel);
            sum = v_add(sum, number);
            if (y) product = v_fma(number, v_load(y + pixel * row + channel), product);
        }
        v_store(sums + channel, sum);
        if (products) v_store(products + channel, product);
    }
}

/// Each channel's number becomes the sum over its group, times a factor.
static void gather_groups(const ck_norm *norm, float factor, float *sums) {
    const int members = norm->channels / norm->groups;
    for (int group = 0; group < norm->groups; group++) {
        float sum = 0;
        for (int i = 0; i < members; i++) sum += sums[group * members + i];
        for (int i = 0; i < members; i++) sums[group * members + i] = sum * factor;
    }
}

static void group_norm(
    const ck_norm *norm, int32_t images, const ck_images *x, const ck_images *y, float *room
) {
    const int channels = norm->channels;
    const float share = (float)norm->groups / ((float)norm->pixels * (float)channels);
    float *const means = room, *const deviations = room + norm->row;
    for (int32_t image = 0; image < images; image++) {
        float *from = x->first + image * x->image, *to = y->first + image * y->image;
        sum_pixels(norm, from, NULL, x->row, means, NULL);
        gather_groups(norm, share, means);
        // The numbers themselves are never needed again: what stays is normal.
        for (int32_t pixel = 0; pixel < norm->pixels; pixel++)
            for (int channel = 0; channel < channels; channel += VECTOR) {
                float *number = from + pixel * x->row + channel;
                v_store(number, v_sub(v_load(number), v_load(means + channel)));
            }
        sum_pixels(norm, from, from, x->row, means, deviations);
        gather_groups(norm, share, deviations);
        float *const rates = norm->rates + image * norm->row;
        for (int channel = 0; channel < channels; channel += VECTOR) {
            V variance = v_add(v_load(deviations + channel), v_set(norm->epsilon));
            v_store(rates + channel, v_div(v_set(1.0f), v_sqrt(variance)));
        }
        for (int32_t pixel = 0; pixel < norm->pixels; pixel++)
            for (int channel = 0; channel < channels; channel += VECTOR) {
                float *number = from + pixel * x->row + channel;
                V normal = v_mul(v_load(number), v_load(rates + channel));
                V sum = v_fma(
                    normal, v_load(norm->scale + channel), v_load(norm->shift + channel));
                v_store(number, normal);
                v_store(to + pixel * y->row + channel, v_max(sum, v_mul(sum, v_set(0.2f))));
            }
    }
}

static void group_norm_slope(
    const ck_norm *norm, int32_t images, const ck_images *x, const ck_images *y,
    const ck_images *slopes, float *of_scale, float *of_shift, float *room
) {
    const int channels = norm->channels;
    const float share = (float)norm->groups / ((float)norm->pixels * (float)channels);
    float *const sums = room, *const products = room + norm->row;
    for (int32_t image = 0; image < images; image++) {
        const float *normal = x->first + image * x->image, *after = y->first + image * y->image;
        const float *rates = norm->rates + image * norm->row;
        float *slope = slopes->first + image * slopes->image;
        for (int32_t pixel = 0; pixel < norm->pixels; pixel++)
            leaky_slope(
                channels, after + pixel * y->row, slope + pixel * slopes->row);
        sum_pixels(norm, slope, normal, slopes->row, sums, products);
        float *const scale_slopes = of_scale + image * norm->row;
        float *const shift_slopes = of_shift + image * norm->row;
        for (int channel = 0; channel < channels; channel += VECTOR) {
            V sum = v_load(sums + channel), product = v_load(products + channel);
            V scale = v_load(norm->scale + channel);
            v_store(scale_slopes + channel, product);
            v_store(shift_slopes + channel, sum);
            v_store(sums + channel, v_mul(sum, scale));
            v_store(products + channel, v_mul(product, scale));
        }
        gather_groups(norm, share, sums);
        gather_groups(norm, share, products);
        for (int32_t pixel = 0; pixel < norm->pixels; pixel++)
            for (int channel = 0; channel < channels; channel += VECTOR) {
                float *number = slope + pixel * slopes->row + channel;
                V of_normal = v_mul(v_load(number), v_load(norm->scale + channel));
                of_normal = v_sub(of_normal, v_load(sums + channel));
                of_normal = v_sub(of_normal, v_mul(
                    v_load(normal + pixel * x->row + channel), v_load(products + channel)));
                v_store(number, v_mul(of_normal, v_load(rates + channel)));
            }
    }
}

INLINE V mean_of(const ck_group *group, const ck_images *x, ptrdiff_t at) {
    V sum = v_set(0.0f);
    for (int32_t member = 0; member < group->members; member++)
        sum = v_add(sum, v_load(x->first + member * x->image + at));
    return v_mul(sum, v_set(1.0f / (float)group->members));
}

INLINE V deviation_of(const ck_group *group, const ck_images *x, ptrdiff_t at, V mean) {
    V sum = v_set(0.0f);
    for (int32_t member = 0; member < group->members; member++) {
        V distance = v_sub(v_load(x->first + member * x->image + at), mean);
        sum = v_fma(distance, distance, sum);
    }
    V variance = v_mul(sum, v_set(1.0f / (float)group->members));
    return v_sqrt(v_add(variance, v_set(group->floor)));
}

static float group_deviation(const ck_group *group, const ck_images *x, float *room) {
    for (int channel = 0; channel < group->channels; channel += VECTOR) {
        V sum = v_set(0.0f);
        for (int32_t pixel = 0; pixel < group->pixels; pixel++) {
            const ptrdiff_t at = pixel * x->row + channel;
            sum = v_add(sum, deviation_of(group, x, at, mean_of(group, x, at)));
        }
        v_store(room + channel, sum);
    }
    float sum = 0;
    for (int channel = 0; channel < group->channels; channel++) sum += room[channel];
    return sum / ((float)group->channels * (float)group->pixels);
}

static void group_deviation_slope(
    const ck_group *group, const ck_images *x, float slope, const ck_images *slopes
) {
    const float terms = (float)group->channels * (float)group->pixels * (float)group->members;
    const V share = v_set(slope / terms);
    for (int32_t pixel = 0; pixel < group->pixels; pixel++)
        for (int channel = 0; channel < group->channels; channel += VECTOR) {
            const ptrdiff_t at = pixel * x->row + channel;
            V mean = mean_of(group, x, at);
            V factor = v_div(share, deviation_of(group, x, at, mean));
            for (int32_t member = 0; member < group->members; member++) {
                float *to = slopes->first + member * slopes->image + at;
                V distance = v_sub(v_load(x->first + member * x->image + at), mean);
                v_store(to, v_fma(factor, distance, v_load(to)));
            }
        }
}

/// With W' = factor W and the slopes g of W': factor (g - (sum of g W') u v).
static void spectral_slope(
    int32_t outputs, int32_t fan, const float *weights, float factor, const float *left,
    const float *right, float *slopes
) {
    ROUND_APART
    // Four sums side by side, whatever the vectors: the same bits everywhere.
    float sums[4] = {0, 0, 0, 0};
    const ptrdiff_t count = (ptrdiff_t)outputs * fan;
    for (ptrdiff_t i = 0; i + 4 <= count; i += 4)
        for (int j = 0; j < 4; j++) sums[j] += slopes[i + j] * weights[i + j];
    for (ptrdiff_t i = count / 4 * 4; i < count; i++) sums[0] += slopes[i] * weights[i];
    const float product = ((sums[0] + sums[1]) + (sums[2] + sums[3])) * factor;
    for (int32_t output = 0; output < outputs; output++, slopes += fan) {
        const float along = product * left[output];
        for (int32_t i = 0; i < fan; i++)
            slopes[i] = factor * (slopes[i] - along * right[i]);
    }
}
