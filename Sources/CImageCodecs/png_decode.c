#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "CImageCodecs.h"
#include "errors.h"
#include "png_messages.h"

// Everything that has to outlive a longjmp: it lives in the caller's frame, reached by address.
typedef struct {
    const uint8_t *bytes;
    size_t count;
    size_t offset;
    png_structp png;
    png_infop info;
    uint8_t *pixels;
    png_bytepp rows;
    png_uint_32 width;
    png_uint_32 height;
    size_t row_bytes;
    cic_png_message message;
} decoder;

static void read_bytes(png_structp png, png_bytep target, size_t count) {
    decoder *state = png_get_io_ptr(png);
    if (count > state->count - state->offset) png_error(png, "the data end early");
    memcpy(target, state->bytes + state->offset, count);
    state->offset += count;
}

// Asks libpng for RGB or RGBA, eight bits each.
static void ask_for_rgb(decoder *state) {
    png_set_expand(state->png);
    png_set_scale_16(state->png);
    png_set_gray_to_rgb(state->png);
}

// Asks libpng for the 16-bit samples as they are.
static void ask_for_gray16(decoder *state) {
    if (png_get_color_type(state->png, state->info) != PNG_COLOR_TYPE_GRAY ||
        png_get_bit_depth(state->png, state->info) != 16) {
        png_error(state->png, "not a grey PNG of 16 bits a pixel");
    }
    const uint16_t one = 1;
    if (*(const uint8_t *)&one == 1) png_set_swap(state->png);  // PNG stores big-endian
}

// Everything that may longjmp.
static void decode(decoder *state, void (*ask)(decoder *)) {
    png_structp png = state->png;
    png_set_read_fn(png, state, read_bytes);
    png_set_user_limits(png, CIC_MAXIMUM_SIDE, CIC_MAXIMUM_SIDE);
    png_set_chunk_malloc_max(png, 8 << 20);  // a text or profile that unpacks to more is dropped
    png_set_chunk_cache_max(png, 128);
    png_read_info(png, state->info);
    state->width = png_get_image_width(png, state->info);
    state->height = png_get_image_height(png, state->info);
    ask(state);
    png_set_interlace_handling(png);
    png_read_update_info(png, state->info);
    state->row_bytes = png_get_rowbytes(png, state->info);
    state->pixels = malloc(state->row_bytes * state->height);
    state->rows = malloc(sizeof(png_bytep) * state->height);
    if (state->pixels == NULL || state->rows == NULL) png_error(png, "memory has run out");
    for (size_t y = 0; y < state->height; y++) {
        state->rows[y] = state->pixels + y * state->row_bytes;
    }
    png_read_image(png, state->rows);
    png_read_end(png, NULL);  // a file cut short after its last row is an error too
}

// RGBA to RGB over white, in place.
static void composite(uint8_t *pixels, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const unsigned alpha = pixels[4 * i + 3];
        for (size_t c = 0; c < 3; c++) {
            const unsigned value = pixels[4 * i + c];
            pixels[3 * i + c] = (uint8_t)((value * alpha + 255 * (255 - alpha) + 127) / 255);
        }
    }
}

static bool run(decoder *state, void (*ask)(decoder *)) {
    state->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &state->message,
                                        cic_png_keep_error, cic_png_drop_warning);
    if (state->png == NULL) return false;
    state->info = png_create_info_struct(state->png);
    if (state->info == NULL || setjmp(png_jmpbuf(state->png))) return false;
    decode(state, ask);
    return true;
}

// Decodes, and hands the pixels to the caller packed in `bytes_per_pixel`.
static char *decode_picture(const uint8_t *bytes, size_t count, void (*ask)(decoder *),
                            size_t bytes_per_pixel, cic_picture *result) {
    decoder state = {.bytes = bytes, .count = count, .message = {"libpng does not start"}};
    const bool succeeded = run(&state, ask);
    png_destroy_read_struct(&state.png, &state.info, NULL);
    free(state.rows);
    if (!succeeded) {
        free(state.pixels);
        return cic_error("%s", state.message.text);
    }
    const size_t pixel_count = (size_t)state.width * state.height;
    if (bytes_per_pixel == 3 && state.row_bytes == (size_t)4 * state.width) {
        composite(state.pixels, pixel_count);
    }
    const cic_bytes data = {state.pixels, bytes_per_pixel * pixel_count};
    *result = (cic_picture){(int32_t)state.width, (int32_t)state.height, data};
    return NULL;
}

char *cic_png_decode(const uint8_t *bytes, size_t count, cic_picture *result) {
    return decode_picture(bytes, count, ask_for_rgb, 3, result);
}

char *cic_png_decode_gray16(const uint8_t *bytes, size_t count, cic_picture *result) {
    return decode_picture(bytes, count, ask_for_gray16, 2, result);
}
