// Intel's matrix tiles (AMX) in plain C, with the sums in the processor's order: Intel's manual, TDPBF16PS.
#ifndef EMULATED_TILES_H
#define EMULATED_TILES_H

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/// Products of tiles so far, of the whole program.
__attribute__((weak)) long emulated_tile_products;

/// Eight tiles of sixteen rows; of no size before they are given one.
static struct {
    uint8_t rows[8];
    uint16_t row_bytes[8];
    uint8_t bytes[8][16][64];
} emulated_tiles;

/// A processor would raise an exception.
static inline void emulated_check(int holds) {
    if (!holds) abort();
}

static inline void _tile_loadconfig(const void *shapes) {
    const uint8_t *bytes = shapes;
    emulated_check(bytes[0] == 1 && bytes[1] == 0);
    memset(&emulated_tiles, 0, sizeof emulated_tiles);
    for (int tile = 0; tile < 8; tile++) {
        memcpy(&emulated_tiles.row_bytes[tile], bytes + 16 + 2 * tile, 2);
        emulated_tiles.rows[tile] = bytes[48 + tile];
        emulated_check(emulated_tiles.row_bytes[tile] <= 64 && emulated_tiles.rows[tile] <= 16);
    }
}

static inline void _tile_release(void) { memset(&emulated_tiles, 0, sizeof emulated_tiles); }

static inline void _tile_zero(int tile) {
    emulated_check(emulated_tiles.rows[tile] > 0);
    memset(emulated_tiles.bytes[tile], 0, sizeof emulated_tiles.bytes[tile]);
}

static inline void _tile_loadd(int tile, const void *from, ptrdiff_t stride) {
    _tile_zero(tile);
    for (int row = 0; row < emulated_tiles.rows[tile]; row++)
        memcpy(
            emulated_tiles.bytes[tile][row], (const uint8_t *)from + row * stride,
            emulated_tiles.row_bytes[tile]);
}

static inline void _tile_stored(int tile, void *to, ptrdiff_t stride) {
    emulated_check(emulated_tiles.rows[tile] > 0);
    for (int row = 0; row < emulated_tiles.rows[tile]; row++)
        memcpy(
            (uint8_t *)to + row * stride, emulated_tiles.bytes[tile][row],
            emulated_tiles.row_bytes[tile]);
}

/// Numbers too small for the usual exponents are zeros, before and after.
static inline float emulated_flushed(float value) {
    return fpclassify(value) == FP_SUBNORMAL ? copysignf(0, value) : value;
}

static inline float emulated_bfloat16(int tile, int row, int column) {
    uint32_t bits = (uint32_t)emulated_tiles.bytes[tile][row][2 * column] << 16
        | (uint32_t)emulated_tiles.bytes[tile][row][2 * column + 1] << 24;
    float value;
    memcpy(&value, &bits, sizeof value);
    return emulated_flushed(value);
}

/// sums[m][n] += (sum over k of a[m][2 k] b[k][2 n]) + (sum over k of a[m][2 k + 1] b[k][2 n + 1])
static inline void _tile_dpbf16ps(int sums, int a, int b) {
    emulated_check(emulated_tiles.rows[sums] == emulated_tiles.rows[a]);
    emulated_check(emulated_tiles.row_bytes[sums] == emulated_tiles.row_bytes[b]);
    emulated_check(emulated_tiles.row_bytes[a] == 4 * emulated_tiles.rows[b]);
    emulated_tile_products++;
    for (int m = 0; m < emulated_tiles.rows[sums]; m++)
        for (int n = 0; n < emulated_tiles.row_bytes[sums] / 4; n++) {
            float half[2] = {0, 0}, sum;
            for (int k = 0; k < emulated_tiles.rows[b]; k++)
                for (int i = 0; i < 2; i++)
                    half[i] = emulated_flushed(fmaf(
                        emulated_bfloat16(a, m, 2 * k + i), emulated_bfloat16(b, k, 2 * n + i),
                        half[i]));
            uint8_t *place = emulated_tiles.bytes[sums][m] + 4 * n;
            memcpy(&sum, place, sizeof sum);
            sum = emulated_flushed(sum + emulated_flushed(half[0] + half[1]));
            memcpy(place, &sum, sizeof sum);
        }
}

#endif
