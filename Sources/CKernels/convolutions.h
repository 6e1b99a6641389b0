// Convolutions of images whose channels lie side by side. A tile of TILE_ROWS pixels and TILE_VECTORS
// vectors of outputs stays in registers while all taps and inputs are read; the weights of its outputs
// stay in the second-level cache while all pixels pass.

/// Where a tile reads and writes.
typedef struct {
    const float *x[CK_MOST_TAPS][TILE_ROWS];
    float *y[TILE_ROWS];
    uint8_t *bits[TILE_ROWS];
} Tile;

/// A pixel among those of all images, image after image.
typedef struct {
    int32_t image, pixel;
} Cursor;

INLINE void advance(Cursor *at, int32_t pixels) {
    if (++at->pixel < pixels) return;
    at->pixel = 0;
    at->image++;
}

/// Finds the rows of a tile; returns how many there are.
INLINE int place(
    const ck_neighbors *near, int32_t images, const ck_images *x, const ck_images *y,
    const ck_bits *bits, Cursor *at, Tile *tile
) {
    int row = 0;
    for (; row < TILE_ROWS && at->image < images; row++, advance(at, near->rows)) {
        const float *from = x->first + at->image * x->image;
        for (int tap = 0; tap < near->taps; tap++)
            tile->x[tap][row] =
                from + near->from[(ptrdiff_t)tap * near->rows + at->pixel] * x->row;
        const ptrdiff_t to = near->to[at->pixel];
        tile->y[row] = y->first + at->image * y->image + to * y->row;
        tile->bits[row] = bits->first + at->image * bits->image + to * bits->row;
    }
    return row;
}

/// Vectors with the outputs from `first` on, of one tile. Whole bytes of bits are written.
INLINE int vectors_from(int first, int outputs) {
    const int left = (outputs - first + VECTOR - 1) / VECTOR;
    if (left >= TILE_VECTORS) return TILE_VECTORS;
    return VECTOR < 8 ? (left + 1) / 2 * 2 : left;
}

INLINE void write_bits(const int vectors, const Mask masks[TILE_VECTORS], uint8_t *to) {
#if VECTOR == 4
    UNROLL
    for (int i = 0; i < vectors; i += 2)
        to[i / 2] = (uint8_t)(v_bits(masks[i]) | v_bits(masks[i + 1]) << 4);
#else
    UNROLL
    for (int i = 0; i < vectors; i++) {
        const unsigned bits = v_bits(masks[i]);
        __builtin_memcpy(to + i * VECTOR / 8, &bits, VECTOR / 8);
    }
#endif
}

INLINE Mask read_bits(int vector, const uint8_t *from) {
#if VECTOR == 4
    return v_mask((unsigned)from[vector / 2] >> 4 * (vector % 2));
#else
    unsigned bits = 0;
    __builtin_memcpy(&bits, from + vector * VECTOR / 8, VECTOR / 8);
    return v_mask(bits);
#endif
}

/// What follows the sums of a tile, and where they go.
INLINE void finish(
    const int rows, const int vectors, ck_finish kind, V s[TILE_ROWS][TILE_VECTORS],
    const Tile *tile, int first
) {
    const V zero = v_set(0.0f), six = v_set(6.0f);
    UNROLL
    for (int row = 0; row < rows; row++) {
        float *y = tile->y[row] + first;
        uint8_t *bits = tile->bits[row] + first / 8;
        Mask open[TILE_VECTORS];
        UNROLL
        for (int i = 0; i < vectors; i++) {
            V sum = s[row][i];
            switch (kind) {
            case CK_PLAIN: break;
            case CK_ADDED: sum = v_add(sum, v_load(y + i * VECTOR)); break;
            case CK_LEAKY: sum = v_max(sum, v_mul(sum, v_set(0.2f))); break;
            case CK_MASKED: sum = v_select(read_bits(i, bits), sum, zero); break;
            case CK_RELU6: sum = v_min(v_max(sum, zero), six); break;
            case CK_RELU6_BITS:
                sum = v_min(v_max(sum, zero), six);
                // Neither end passes a slope on.
                open[i] = v_both(v_less(zero, sum), v_less(sum, six));
                break;
            }
            v_store(y + i * VECTOR, sum);
        }
        if (kind == CK_RELU6_BITS) write_bits(vectors, open, bits);
    }
}

INLINE void begin(
    const int rows, const int vectors, const float *bias, int first,
    V s[TILE_ROWS][TILE_VECTORS]
) {
    UNROLL
    for (int i = 0; i < vectors; i++) {
        V start = bias ? v_load(bias + first + i * VECTOR) : v_set(0.0f);
        UNROLL
        for (int row = 0; row < rows; row++) s[row][i] = start;
    }
}

INLINE void dense_tile(
    const int rows, const int vectors, const ck_convolution *layer, const ck_neighbors *near,
    const float *weights, int first, const Tile *tile
) {
    V s[TILE_ROWS][TILE_VECTORS];
    begin(rows, vectors, layer->bias, first, s);
    const ptrdiff_t of_tap = (ptrdiff_t)layer->inputs * vectors * VECTOR;
    for (int tap = 0; tap < near->taps; tap++) {
        const float *x[TILE_ROWS], *w = weights + near->tap[tap] * of_tap;
        UNROLL
        for (int row = 0; row < rows; row++) x[row] = tile->x[tap][row];
        for (int input = 0; input < layer->inputs; input++, w += vectors * VECTOR) {
            V columns[TILE_VECTORS];
            UNROLL
            for (int i = 0; i < vectors; i++) columns[i] = v_load_unaligned(w + i * VECTOR);
            UNROLL
            for (int row = 0; row < rows; row++) {
                V number = v_set(x[row][input]);
                UNROLL
                for (int i = 0; i < vectors; i++)
                    s[row][i] = v_fma(columns[i], number, s[row][i]);
            }
        }
    }
    finish(rows, vectors, layer->finish, s, tile, first);
}

INLINE void depthwise_tile(
    const int rows, const int vectors, const ck_convolution *layer, const ck_neighbors *near,
    const float *weights, int first, const Tile *tile
) {
    V s[TILE_ROWS][TILE_VECTORS];
    begin(rows, vectors, layer->bias, first, s);
    for (int tap = 0; tap < near->taps; tap++) {
        const float *w = weights + near->tap[tap] * layer->weights_row;
        V factors[TILE_VECTORS];
        UNROLL
        for (int i = 0; i < vectors; i++) factors[i] = v_load(w + i * VECTOR);
        UNROLL
        for (int row = 0; row < rows; row++) {
            const float *x = tile->x[tap][row] + first;
            UNROLL
            for (int i = 0; i < vectors; i++)
                s[row][i] = v_fma(v_load(x + i * VECTOR), factors[i], s[row][i]);
        }
    }
    finish(rows, vectors, layer->finish, s, tile, first);
}

// One function for each size of a tile, so that its sums are registers; of small vectors there are
// always two, a byte of bits.
#if VECTOR == 4 && TILE_VECTORS == 4
#define TILES_OF(name, rows) TILE_CASE(name, rows, 2) TILE_CASE(name, rows, 4)
#elif VECTOR == 4
#define TILES_OF(name, rows) TILE_CASE(name, rows, 2)
#elif TILE_VECTORS == 4
#define TILES_OF(name, rows) \
    TILE_CASE(name, rows, 1) TILE_CASE(name, rows, 2) TILE_CASE(name, rows, 3) \
    TILE_CASE(name, rows, 4)
#else
#define TILES_OF(name, rows) TILE_CASE(name, rows, 1) TILE_CASE(name, rows, 2)
#endif
#define TILE_CASE(name, rows, vectors) \
    case (rows) * 8 + (vectors): name(rows, vectors, layer, near, weights, first, tile); break;
#define TILES(name) \
    TILES_OF(name, 1) TILES_OF(name, 2) TILES_OF(name, 3) TILES_OF(name, 4) TILES_OF(name, 5) \
    TILES_OF(name, 6)

static void dense_tiles(
    int rows, int vectors, const ck_convolution *layer, const ck_neighbors *near,
    const float *weights, int first, const Tile *tile
) {
    switch (rows * 8 + vectors) { TILES(dense_tile) }
}

static void depthwise_tiles(
    int rows, int vectors, const ck_convolution *layer, const ck_neighbors *near,
    const float *weights, int first, const Tile *tile
) {
    switch (rows * 8 + vectors) { TILES(depthwise_tile) }
}

static void convolve(
    const ck_convolution *layer, const ck_neighbors *near, int32_t images, const ck_images *x,
    const ck_images *y, const ck_bits *bits
) {
    // Tiles pass through as many blocks of outputs as the first-level cache has room for at once.
    enum { CLOSE = 4096 };
    Tile tile;
    const float *weights = layer->weights;
    const ptrdiff_t of_output = (ptrdiff_t)layer->taps * layer->inputs;
    const int most = (int)(CLOSE / of_output) / (TILE_VECTORS * VECTOR) * TILE_VECTORS * VECTOR;
    const int width = most > 0 ? most : TILE_VECTORS * VECTOR;
    for (int start = 0; start < layer->outputs; start += width) {
        const int end = layer->outputs - start < width ? layer->outputs : start + width;
        Cursor at = {0, 0};
        for (int rows; (rows = place(near, images, x, y, bits, &at, &tile)) > 0;) {
            for (int first = start, vectors; first < end; first += vectors * VECTOR) {
                vectors = vectors_from(first, layer->outputs);
                dense_tiles(
                    rows, vectors, layer, near, weights + first * of_output, first, &tile);
            }
        }
    }
}

static void convolve_depthwise(
    const ck_convolution *layer, const ck_neighbors *near, int32_t images, const ck_images *x,
    const ck_images *y, const ck_bits *bits
) {
    Tile tile;
    Cursor at = {0, 0};
    for (int rows; (rows = place(near, images, x, y, bits, &at, &tile)) > 0;) {
        for (int first = 0, vectors; first < layer->outputs; first += vectors * VECTOR) {
            vectors = vectors_from(first, layer->outputs);
            depthwise_tiles(rows, vectors, layer, near, layer->weights + first, first, &tile);
        }
    }
}

static void pack_kernel(const ck_kernel *from, float *packed) {
    for (int first = 0, vectors; first < from->outputs; first += vectors * VECTOR) {
        vectors = vectors_from(first, from->outputs);
        const int width = vectors * VECTOR;
        const int count = from->outputs - first < width ? from->outputs - first : width;
        const float *values = from->values + first * from->output_stride;
        for (int input = 0; input < from->inputs; input++)
            for (int tap = 0; tap < from->taps; tap++) {
                float *to = packed + ((ptrdiff_t)tap * from->inputs + input) * width;
                const float *column =
                    values + input * from->input_stride + tap * from->tap_stride;
                for (int i = 0; i < width; i++)
                    to[i] = i < count ? column[i * from->output_stride] * from->factor : 0;
            }
        packed += (ptrdiff_t)from->taps * from->inputs * width;
    }
}

static void blend(
    const ck_blend *blend, int32_t channels, int32_t images, const ck_images *x,
    const ck_images *y, bool adds
) {
    for (int32_t image = 0; image < images; image++) {
        const float *from = x->first + image * x->image;
        for (int32_t pixel = 0; pixel < blend->pixels; pixel++) {
            float *to = y->first + image * y->image + pixel * y->row;
            for (int channel = 0; channel < channels; channel += VECTOR) {
                V sum = adds ? v_load(to + channel) : v_set(0.0f);
                for (int32_t i = blend->starts[pixel]; i < blend->starts[pixel + 1]; i++)
                    sum = v_fma(
                        v_load(from + blend->from[i] * x->row + channel),
                        v_set(blend->shares[i]), sum);
                v_store(to + channel, sum);
            }
        }
    }
}
