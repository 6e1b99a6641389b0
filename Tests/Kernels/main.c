// Checks every function of the kernels that this program was built with.
//
// On x86-64 those of AVX-512 are emulated (emulated/immintrin.h), because few machines have them;
// the rest runs where the processor can. Prints a line for each group of checks, and at the end
// the fingerprint that all instruction sets with a fused multiply-add have in common. The exit
// code is 1 where anything failed.
#include "check.h"

#include <inttypes.h>
#include <stdio.h>

extern const ck_kernels ck_portable;
#if defined(__aarch64__)
extern const ck_kernels ck_neon;
static const ck_kernels *const fused[] = {&ck_neon};
#else
extern const ck_kernels ck_avx2, ck_avx512, ck_avx512_bf16, ck_amx_bf16;
static const ck_kernels *const fused[] = {&ck_avx512, &ck_avx512_bf16, &ck_amx_bf16, &ck_avx2};
#endif
enum { FUSED = sizeof fused / sizeof *fused };

/// Whether narrow layers are multiplied by tiles.
static bool has_tiles(const ck_kernels *k) {
#if defined(__x86_64__)
    return k == &ck_amx_bf16;
#else
    (void)k;
    return false;
#endif
}

void check_peaks(const ck_kernels *k) {
    begin(k, "peaks");
    // Each round is a product and a sum for every number of a block.
    is_true(k->peak_float32(10) == 10.0 * 2 * k->rows * k->lanes);
    is_true((k->peak_bfloat16 != NULL) == k->pairs);
    // A round of tiles is four products of 16 x 32 with 32 x 16 numbers.
    const double round = has_tiles(k) ? 4.0 * 2 * 16 * 32 * 16 : 4.0 * k->rows * k->lanes;
    if (k->peak_bfloat16) is_true(k->peak_bfloat16(10) == 10 * round);
    end();
}

static void check_all(const ck_kernels *k) {
    check_elementary(k);
    check_layers(k);
    check_vectors(k);
    check_rays(k);
    check_spheres(k);
    check_samples(k);
    check_slopes(k);
    check_convolutions(k);
    if (has_tiles(k)) check_tiles(k);
    check_peaks(k);
}

static bool runs(const ck_kernels *k) {
#if defined(__x86_64__)
    if (k == &ck_avx2) return ck_kernels_of(CK_AVX2) == k;
#endif
    return k != NULL;
}

int main(void) {
    bool agree = true;
    uint64_t common = 0;
    check_all(&ck_portable);
    for (int i = 0; i < FUSED; i++) {
        if (!runs(fused[i])) {
            printf("%s: left out, this processor does not have it\n", fused[i]->name);
            continue;
        }
        check_all(fused[i]);
        const uint64_t bits = fingerprint(fused[i]);
        printf("%s: fingerprint %016" PRIx64 "\n", fused[i]->name, bits);
        if (common == 0) common = bits;
        agree = agree && bits == common;
    }
    if (!agree) printf("FAILED: the fingerprints differ\n");
    printf("fingerprint %016" PRIx64 "\n", common);
    return !agree || failed_groups() > 0;
}
