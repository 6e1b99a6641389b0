#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "CPNGWriter.h"

// Everything that has to outlive a longjmp: it lives in the caller's frame, reached by address.
typedef struct {
    png_structp png;
    png_infop info;
    cpw_file output;
    size_t capacity;
} encoder;

static void keep_error(png_structp png, png_const_charp text) {
    cpw_message *message = png_get_error_ptr(png);
    snprintf(message->text, sizeof message->text, "%s", text);
    png_longjmp(png, 1);
}

static void drop_warning(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void append(png_structp png, png_bytep bytes, size_t count) {
    encoder *state = png_get_io_ptr(png);
    if (count > state->capacity - state->output.count) {
        const size_t capacity = 2 * (state->output.count + count);
        uint8_t *grown = realloc(state->output.bytes, capacity);
        if (grown == NULL) png_error(png, "memory has run out");
        state->output.bytes = grown;
        state->capacity = capacity;
    }
    memcpy(state->output.bytes + state->output.count, bytes, count);
    state->output.count += count;
}

static void flush(png_structp png) { (void)png; }

// Everything that may longjmp.
static void encode(encoder *state, const uint8_t *pixels, cpw_layout layout, int32_t width,
                   int32_t height) {
    png_structp png = state->png;
    const bool gray = layout == CPW_GRAY16;
    const size_t row_bytes = (size_t)width * (layout == CPW_RGB8 ? 3 : layout == CPW_RGBA8 ? 4 : 2);
    const int color = gray ? PNG_COLOR_TYPE_GRAY
                      : layout == CPW_RGBA8 ? PNG_COLOR_TYPE_RGB_ALPHA
                                            : PNG_COLOR_TYPE_RGB;
    png_set_write_fn(png, state, append, flush);
    png_set_IHDR(png, state->info, (png_uint_32)width, (png_uint_32)height, gray ? 16 : 8,
                 color, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, state->info);
    const uint16_t one = 1;
    if (gray && *(const uint8_t *)&one == 1) png_set_swap(png);  // PNG stores big-endian
    for (size_t y = 0; y < (size_t)height; y++) png_write_row(png, pixels + y * row_bytes);
    png_write_end(png, NULL);
}

static bool run(encoder *state, const uint8_t *pixels, cpw_layout layout, int32_t width,
                int32_t height, cpw_message *message) {
    state->png =
        png_create_write_struct(PNG_LIBPNG_VER_STRING, message, keep_error, drop_warning);
    if (state->png == NULL) return false;
    state->info = png_create_info_struct(state->png);
    if (state->info == NULL || setjmp(png_jmpbuf(state->png))) return false;
    encode(state, pixels, layout, width, height);
    return true;
}

bool cpw_encode(const void *pixels, cpw_layout layout, int32_t width, int32_t height,
                cpw_file *result, cpw_message *message) {
    encoder state = {0};
    snprintf(message->text, sizeof message->text, "libpng does not start");
    const bool succeeded = run(&state, pixels, layout, width, height, message);
    png_destroy_write_struct(&state.png, &state.info);
    if (succeeded) {
        *result = state.output;
    } else {
        free(state.output.bytes);
    }
    return succeeded;
}

const char *cpw_text(const cpw_message *message) { return message->text; }
