#include "rows.h"

#include <stdlib.h>
#include <string.h>

static size_t reduced(size_t side, size_t reduction) { return (side + reduction - 1) / reduction; }

bool cic_rows_open(cic_rows *rows, size_t width, size_t height, size_t reduction,
                   cic_samples samples, cic_colour colour) {
    const size_t new_width = reduced(width, reduction);
    const size_t new_height = reduced(height, reduction);
    const size_t count = 3 * new_width * new_height;
    *rows = (cic_rows){.width = width, .height = height, .reduction = reduction, .samples = samples};
    rows->colour = colour;
    rows->picture.width = (int32_t)new_width;
    rows->picture.height = (int32_t)new_height;
    rows->picture.data = (cic_bytes){malloc(count), count};
    if (reduction > 1) rows->sums = calloc(3 * new_width, sizeof *rows->sums);
    return rows->picture.data.bytes != NULL && (reduction == 1 || rows->sums != NULL);
}

// Ink to light where no profile says better, in place: four bytes a pixel become three.
static void inks_to_rgb(uint8_t *row, size_t width, bool inverted) {
    const uint8_t flip = inverted ? 0 : 255;
    for (size_t x = 0; x < width; x++) {
        const unsigned light = row[4 * x + 3] ^ flip;
        for (size_t c = 0; c < 3; c++) {
            row[3 * x + c] = (uint8_t)(((row[4 * x + c] ^ flip) * light + 127) / 255);
        }
    }
}

// RGBA to RGB over white, in place.
static void composite(uint8_t *row, size_t width) {
    for (size_t x = 0; x < width; x++) {
        const unsigned alpha = row[4 * x + 3];
        for (size_t c = 0; c < 3; c++) {
            const unsigned value = row[4 * x + c];
            row[3 * x + c] = (uint8_t)((value * alpha + 255 * (255 - alpha) + 127) / 255);
        }
    }
}

// Samples to RGB in sRGB, in place.
static void convert(const cic_rows *rows, uint8_t *row) {
    if (rows->colour.transform != NULL) {
        cic_colour_convert(&rows->colour, row, row, rows->width);
    } else if (rows->samples == CIC_SAMPLES_INKS || rows->samples == CIC_SAMPLES_INKS_INVERTED) {
        inks_to_rgb(row, rows->width, rows->samples == CIC_SAMPLES_INKS_INVERTED);
    }
    if (rows->samples == CIC_SAMPLES_RGBA) composite(row, rows->width);
}

// Adds a row to the sums; with the last that they take, writes the means.
static void reduce(cic_rows *rows, const uint8_t *row, uint8_t *target) {
    const size_t n = rows->reduction;
    for (size_t x = 0; x < rows->width; x++) {
        uint32_t *sum = rows->sums + 3 * (x / n);
        for (size_t c = 0; c < 3; c++) sum[c] += row[3 * x + c];
    }
    const bool is_last = rows->row + 1 == rows->height || (rows->row + 1) % n == 0;
    if (!is_last) return;
    const size_t high = rows->row % n + 1;
    const size_t new_width = (size_t)rows->picture.width;
    for (size_t x = 0; x < new_width; x++) {
        const size_t wide = x + 1 < new_width ? n : rows->width - x * n;
        const uint32_t area = (uint32_t)(wide * high);
        for (size_t c = 0; c < 3; c++) {
            target[3 * x + c] = (uint8_t)((rows->sums[3 * x + c] + area / 2) / area);
        }
    }
    memset(rows->sums, 0, 3 * new_width * sizeof *rows->sums);
}

void cic_rows_add(cic_rows *rows, uint8_t *samples) {
    const size_t count = 3 * (size_t)rows->picture.width;
    uint8_t *target = rows->picture.data.bytes + count * (rows->row / rows->reduction);
    convert(rows, samples);
    if (rows->reduction == 1) {
        memcpy(target, samples, count);
    } else {
        reduce(rows, samples, target);
    }
    rows->row++;
}

cic_picture cic_rows_finish(cic_rows *rows, uint32_t notes, int32_t orientation) {
    cic_picture picture = rows->picture;
    picture.orientation = orientation;
    picture.notes = notes | (rows->colour.transform != NULL ? CIC_NOTE_CONVERTED : 0) |
                    (rows->colour.is_ignored ? CIC_NOTE_PROFILE_IGNORED : 0);
    rows->picture.data.bytes = NULL;
    cic_rows_close(rows);
    return picture;
}

void cic_rows_close(cic_rows *rows) {
    free(rows->picture.data.bytes);
    free(rows->sums);
    cic_colour_close(&rows->colour);
    *rows = (cic_rows){0};
}
