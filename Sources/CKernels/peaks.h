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

#if PAIRS
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
