// Multiply-adds on registers alone: what the processor could do if nothing else took time.

// The name of a vector register in assembly; an emulated one is memory.
#if defined(CKERNELS_EMULATED)
#define REGISTER "+m"
#elif defined(__aarch64__)
#define REGISTER "+w"
#else
#define REGISTER "+v"
#endif

// As many sums as `multiply` keeps in registers: enough to hide the latency, and no spills.
#define SUMS (2 * ROWS)

static double peak_float32(int64_t iterations) {
    V s[SUMS], factor = v_set(0.5f), step = v_set(1.0f);
    for (int i = 0; i < SUMS; i++) s[i] = v_set((float)i);
    for (int64_t n = 0; n < iterations; n++) {
        UNROLL
        for (int i = 0; i < SUMS; i++) {
            s[i] = v_fma(s[i], factor, step);
            // The compiler must not see that rounds could be joined.
            __asm__ volatile("" : REGISTER(s[i]));
        }
    }
    V total = s[0];
    for (int i = 1; i < SUMS; i++) total = v_add(total, s[i]);
    volatile float kept = v_sum(total);
    (void)kept;
    return 2.0 * (double)iterations * SUMS * VECTOR;
}

#if MATRIX_TILES
/// Products of tiles with their loads, as a layer has them.
static double peak_bfloat16(int64_t iterations) {
    _Alignas(64) uint32_t weights[2 * TILE_WORDS] = {0}, x[TILE_SIDE * LANES] = {0};
    _Alignas(64) float sums[TILE_WORDS];
    _tile_loadconfig(&whole_tiles);
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    for (int64_t n = 0; n < iterations; n++) add_tiles(weights, x);
    _tile_stored(0, sums, 4 * TILE_SIDE);
    _tile_release();
    volatile float kept = sums[0];
    (void)kept;
    return 2.0 * (double)iterations * BLOCK_OUTPUTS * LANES * TILE_INPUTS;
}
#elif PAIRS
static double peak_bfloat16(int64_t iterations) {
    V s[SUMS];
    Pairs factor = p_set(0x3F003F00), other = p_set(0x3F803F80);
    for (int i = 0; i < SUMS; i++) s[i] = v_set((float)i);
    for (int64_t n = 0; n < iterations; n++) {
        UNROLL
        for (int i = 0; i < SUMS; i++) {
            s[i] = p_dot(factor, other, s[i]);
            __asm__ volatile("" : REGISTER(s[i]));
        }
    }
    V total = s[0];
    for (int i = 1; i < SUMS; i++) total = v_add(total, s[i]);
    volatile float kept = v_sum(total);
    (void)kept;
    return 4.0 * (double)iterations * SUMS * VECTOR;
}
#endif
