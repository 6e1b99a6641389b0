// Dense layers of bfloat16 pairs by the processor's matrix tiles (Intel's AMX). A tile of sums is 16
// outputs of 16 points; a block of two by two of them stays in tile registers while all inputs pass, 32 at
// a time. A panel of pairs is what a tile of points looks like already; weights are packed as
// tiles, and what lies beyond the outputs or inputs of a layer are zeros.

enum {
    // Rows of a tile, and words of 4 bytes in a row.
    TILE_SIDE = 16,
    TILE_WORDS = TILE_SIDE * TILE_SIDE,
    // Inputs that a tile holds, in pairs.
    TILE_INPUTS = 2 * TILE_SIDE,
    // Outputs of a block.
    BLOCK_OUTPUTS = 2 * TILE_SIDE,
};
_Static_assert(LANES == 2 * TILE_SIDE, "a panel is as wide as a block of tiles");

/// What the processor reads when it is told how large its eight tiles are.
typedef struct {
    uint8_t palette, first_row, reserved[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
} TileShapes;

static const _Alignas(64) TileShapes whole_tiles = {
    .palette = 1,
    .row_bytes = {64, 64, 64, 64, 64, 64, 64, 64},
    .rows = {16, 16, 16, 16, 16, 16, 16, 16},
};

/// Tiles of inputs, the last one filled up.
INLINE int input_tiles(int inputs) { return (inputs + TILE_INPUTS - 1) / TILE_INPUTS; }

/// Words of a block of packed weights: of each 32 inputs two tiles, the first outputs' before the others'.
INLINE ptrdiff_t block_words(int inputs) {
    return (ptrdiff_t)input_tiles(inputs) * 2 * TILE_WORDS;
}

static ptrdiff_t tile_words(int inputs, int outputs) {
    return (outputs + BLOCK_OUTPUTS - 1) / BLOCK_OUTPUTS * block_words(inputs);
}

static void pack_tiles(const ck_matrix *matrix, uint32_t *packed) {
    for (ptrdiff_t word = tile_words(matrix->inputs, matrix->outputs); word-- > 0;)
        packed[word] = 0;
    for (int output = 0; output < matrix->outputs; output++) {
        const float *values = matrix->values + output * matrix->output_stride;
        const float scale = matrix->output_scale ? matrix->output_scale[output] : 1;
        uint32_t *row = packed + output / BLOCK_OUTPUTS * block_words(matrix->inputs)
            + output % BLOCK_OUTPUTS * TILE_SIDE;
        for (int input = 0; input < matrix->inputs; input++) {
            const float value = values[input * matrix->input_stride]
                * (matrix->input_scale ? matrix->input_scale[input] : 1) * scale;
            row[input / TILE_INPUTS * 2 * TILE_WORDS + input % TILE_INPUTS / 2] |=
                bfloat16_bits(value) << 16 * (input % 2);
        }
    }
}

/// Adds the products of 32 inputs with a block's weights to its tiles of sums, 0 to 3.
INLINE void add_tiles(const uint32_t *weights, const uint32_t *x) {
    _tile_loadd(4, weights, 4 * TILE_SIDE);
    _tile_loadd(5, weights + TILE_WORDS, 4 * TILE_SIDE);
    _tile_loadd(6, x, 4 * LANES);
    _tile_loadd(7, x + TILE_SIDE, 4 * LANES);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
}

/// y[output] = sum over inputs of weights x, `[BLOCK_OUTPUTS][LANES]`.
INLINE void multiply_tiles(int inputs, const uint32_t *weights, const uint32_t *x, float *y) {
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    const int whole = inputs / TILE_INPUTS, rest = (inputs % TILE_INPUTS + 1) / 2;
    for (int tile = 0; tile < whole; tile++, weights += 2 * TILE_WORDS, x += TILE_SIDE * LANES)
        add_tiles(weights, x);
    if (rest > 0) {
        // What is behind a panel may be anything, and zero times anything may be no number.
        _Alignas(64) uint32_t last[TILE_SIDE * LANES];
        for (int word = 0; word < TILE_SIDE * LANES; word += VECTOR)
            p_store(last + word, word < rest * LANES ? p_load(x + word) : p_set(0));
        add_tiles(weights, last);
    }
    _tile_stored(0, y, 4 * LANES);
    _tile_stored(1, y + TILE_SIDE, 4 * LANES);
    _tile_stored(2, y + TILE_SIDE * LANES, 4 * LANES);
    _tile_stored(3, y + TILE_SIDE * LANES + TILE_SIDE, 4 * LANES);
}

/// y = activation(y + bias), `[count][LANES]`.
INLINE void activate(
    const ck_activation activation, int count, const float *bias, float *y
) {
    for (int row = 0; row < count; row++, y += LANES) {
        const V shift = v_set(bias[row]);
        v_store(y, v_activated(activation, v_add(v_load(y), shift)));
        v_store(y + VECTOR, v_activated(activation, v_add(v_load(y + VECTOR), shift)));
    }
}

static void activate_block(const ck_layer *layer, int count, const float *bias, float *y) {
    switch (layer->activation) {
    case CK_LINEAR: activate(CK_LINEAR, count, bias, y); break;
    case CK_LEAKY_RELU: activate(CK_LEAKY_RELU, count, bias, y); break;
    case CK_SINE: activate(CK_SINE, count, bias, y); break;
    }
}

/// A layer with narrow inputs; the tiles belong to the thread for as long.
static void dense_tiles_of(
    const ck_layer *layer, int32_t panels, const void *x, ptrdiff_t x_stride, void *y,
    ptrdiff_t y_stride, float *sums, ptrdiff_t sums_stride
) {
    _Alignas(64) float room[BLOCK_OUTPUTS * LANES];
    _tile_loadconfig(&whole_tiles);
    for (int first = 0; first < layer->outputs; first += BLOCK_OUTPUTS) {
        const int left = layer->outputs - first;
        const int count = left < BLOCK_OUTPUTS ? left : BLOCK_OUTPUTS;
        const uint32_t *weights = (const uint32_t *)layer->weights
            + first / BLOCK_OUTPUTS * block_words(layer->inputs);
        for (int32_t panel = 0; panel < panels; panel++) {
            float *to = (float *)y + panel * y_stride;
            // Tiles are stored whole.
            float *block = is_in_place(layer) && count == BLOCK_OUTPUTS
                ? to + (ptrdiff_t)first * LANES : room;
            multiply_tiles(
                layer->inputs, weights, (const uint32_t *)x + panel * x_stride, block);
            activate_block(layer, count, layer->bias + first, block);
            hand_over(layer, first, count, block, to, sums + panel * sums_stride);
        }
    }
    _tile_release();
}
