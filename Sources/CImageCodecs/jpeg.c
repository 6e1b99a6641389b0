#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "CImageCodecs.h"
#include "errors.h"

// A progressive file can ask for the whole picture to be gone over again with a few bytes. Encoders
// write about ten scans; the bound keeps a hostile file from taking hours.
static const int maximum_scans = 200;

typedef struct {
    struct jpeg_error_mgr base;  // first: libjpeg hands this member back
    jmp_buf escape;
    char message[JMSG_LENGTH_MAX];
} error_manager;

static void fail(j_common_ptr info) {
    error_manager *errors = (error_manager *)info->err;
    info->err->format_message(info, errors->message);
    longjmp(errors->escape, 1);
}

// libjpeg decodes damaged data with a warning and grey pixels. Only the warnings below leave every
// pixel as it was stored; all others are errors here.
static void judge_message(j_common_ptr info, int level) {
    if (level >= 0) return;  // a trace
    switch (info->err->msg_code) {
        case JWRN_EXTRANEOUS_DATA:
        case JWRN_ADOBE_XFORM:
        case JWRN_JFIF_MAJOR:
        case JWRN_TOO_MUCH_DATA:
            return;
        default:
            fail(info);
    }
}

static void print_nothing(j_common_ptr info) { (void)info; }

static void refuse_many_scans(j_common_ptr info) {
    error_manager *errors = (error_manager *)info->err;
    if (!info->is_decompressor) return;
    if (((j_decompress_ptr)info)->input_scan_number <= maximum_scans) return;
    snprintf(errors->message, sizeof errors->message, "more than %d scans", maximum_scans);
    longjmp(errors->escape, 1);
}

// Ink to light for one row, in place: four bytes a pixel become three. Adobe's files store the
// inks inverted, so that 255 is no ink.
static void inks_to_rgb(uint8_t *row, size_t width, bool inverted) {
    const uint8_t flip = inverted ? 0 : 255;
    for (size_t x = 0; x < width; x++) {
        const unsigned light = row[4 * x + 3] ^ flip;
        for (size_t c = 0; c < 3; c++) {
            row[3 * x + c] = (uint8_t)(((row[4 * x + c] ^ flip) * light + 127) / 255);
        }
    }
}

// Everything that has to outlive a longjmp: it lives in the caller's frame, reached by address.
typedef struct {
    struct jpeg_decompress_struct info;
    struct jpeg_progress_mgr progress;
    error_manager errors;
    uint8_t *pixels;
    uint8_t *ink_row;  // one row of CMYK
} decoder;

static void *allocate(decoder *state, size_t size) {
    void *memory = malloc(size);
    if (memory == NULL) ERREXIT1(&state->info, JERR_OUT_OF_MEMORY, 0);
    return memory;
}

static void read_rows(decoder *state) {
    j_decompress_ptr info = &state->info;
    const size_t width = info->output_width;
    while (info->output_scanline < info->output_height) {
        uint8_t *target = state->pixels + 3 * width * info->output_scanline;
        JSAMPROW row = state->ink_row != NULL ? state->ink_row : target;
        if (jpeg_read_scanlines(info, &row, 1) != 1) ERREXIT(info, JERR_INPUT_EOF);
        if (state->ink_row == NULL) continue;
        inks_to_rgb(row, width, info->saw_Adobe_marker);
        memcpy(target, row, 3 * width);
    }
}

// Everything that may longjmp.
static void decode(decoder *state, const uint8_t *bytes, size_t count) {
    j_decompress_ptr info = &state->info;
    jpeg_create_decompress(info);
    info->progress = &state->progress;
    jpeg_mem_src(info, bytes, (unsigned long)count);
    jpeg_read_header(info, TRUE);
    if (info->image_width > CIC_MAXIMUM_SIDE || info->image_height > CIC_MAXIMUM_SIDE) {
        ERREXIT1(info, JERR_IMAGE_TOO_BIG, CIC_MAXIMUM_SIDE);
    }
    const bool inks =
        info->jpeg_color_space == JCS_CMYK || info->jpeg_color_space == JCS_YCCK;
    info->out_color_space = inks ? JCS_CMYK : JCS_RGB;
    jpeg_start_decompress(info);
    if (inks) state->ink_row = allocate(state, (size_t)4 * info->output_width);
    state->pixels = allocate(state, (size_t)3 * info->output_width * info->output_height);
    read_rows(state);
    jpeg_finish_decompress(info);  // reads on to the end marker: a missing one is an error too
}

static bool run(decoder *state, const uint8_t *bytes, size_t count) {
    if (setjmp(state->errors.escape)) return false;
    decode(state, bytes, count);
    return true;
}

char *cic_jpeg_decode(const uint8_t *bytes, size_t count, cic_picture *result) {
    decoder state;
    memset(&state, 0, sizeof state);
    state.progress.progress_monitor = refuse_many_scans;
    state.info.err = jpeg_std_error(&state.errors.base);
    state.errors.base.error_exit = fail;
    state.errors.base.emit_message = judge_message;
    state.errors.base.output_message = print_nothing;
    const bool succeeded = run(&state, bytes, count);
    const size_t width = state.info.output_width;
    const size_t height = state.info.output_height;
    jpeg_destroy_decompress(&state.info);
    free(state.ink_row);
    if (!succeeded) {
        free(state.pixels);
        return cic_error("%s", state.errors.message);
    }
    *result = (cic_picture){(int32_t)width, (int32_t)height, {state.pixels, 3 * width * height}};
    return NULL;
}
