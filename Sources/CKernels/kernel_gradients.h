// Gradients of a convolution's weights: sums over pixels, a block of inputs and of outputs in registers.

/// The gradient of a tap's weights for a block of `count` inputs: sums over pixels.
INLINE void gradient_block(
    const int count, const int vectors, int pixels, const float *const *x,
    const float *const *slopes, int input, int first, float *sums, ptrdiff_t sums_row
) {
    V s[TILE_ROWS][TILE_VECTORS];
    begin(count, vectors, NULL, 0, s);
    for (int pixel = 0; pixel < pixels; pixel++) {
        const float *numbers = x[pixel] + input, *columns = slopes[pixel] + first;
        V slope[TILE_VECTORS];
        UNROLL
        for (int i = 0; i < vectors; i++) slope[i] = v_load(columns + i * VECTOR);
        UNROLL
        for (int row = 0; row < count; row++) {
            V number = v_set(numbers[row]);
            UNROLL
            for (int i = 0; i < vectors; i++) s[row][i] = v_fma(slope[i], number, s[row][i]);
        }
    }
    UNROLL
    for (int row = 0; row < count; row++) {
        float *to = sums + row * sums_row;
        UNROLL
        for (int i = 0; i < vectors; i++)
            v_store(to + i * VECTOR, v_add(v_load(to + i * VECTOR), s[row][i]));
    }
}

static void gradient_blocks(
    int count, int vectors, int pixels, const float *const *x, const float *const *slopes,
    int input, int first, float *sums, ptrdiff_t sums_row
) {
#undef TILE_CASE
#define TILE_CASE(name, rows, vectors) \
    case (rows) * 8 + (vectors): \
        name(rows, vectors, pixels, x, slopes, input, first, sums, sums_row); \
        break;
    switch (count * 8 + vectors) { TILES(gradient_block) }
}

static void kernel_gradient(
    const ck_convolution *layer, const ck_neighbors *near, int32_t images, const ck_images *x,
    const ck_images *slopes, float *sums
) {
    // So many rows stay in the second-level cache while all blocks pass.
    enum { MOST_PIXELS = 256 };
    const float *inputs[MOST_PIXELS], *outputs[MOST_PIXELS];
    const ptrdiff_t row = layer->weights_row;
    for (int tap = 0; tap < near->taps; tap++) {
        const int32_t *from = near->from + (ptrdiff_t)tap * near->rows;
        float *of_tap = sums + (ptrdiff_t)near->tap[tap] * layer->inputs * row;
        for (Cursor at = {0, 0}; at.image < images;) {
            int pixels = 0;
            for (; pixels < MOST_PIXELS && at.image < images; advance(&at, near->rows)) {
                inputs[pixels] = x->first + at.image * x->image + from[at.pixel] * x->row;
                outputs[pixels++] =
                    slopes->first + at.image * slopes->image + near->to[at.pixel] * slopes->row;
            }
            for (int input = 0; input < layer->inputs; input += TILE_ROWS) {
                const int left = layer->inputs - input;
                const int count = left < TILE_ROWS ? left : TILE_ROWS;
                for (int first = 0, vectors; first < layer->outputs; first += vectors * VECTOR) {
                    vectors = vectors_from(first, layer->outputs);
                    gradient_blocks(
                        count, vectors, pixels, inputs, outputs, input, first,
                        of_tap + input * row + first, row);
                }
            }
        }
    }
}
