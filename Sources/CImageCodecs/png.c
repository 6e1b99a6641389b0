#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "CImageCodecs.h"
#include "errors.h"
#include "metadata.h"
#include "png_messages.h"
#include "rows.h"

// Everything that has to outlive a longjmp: it lives in the caller's frame, reached by address.
typedef struct {
    const uint8_t *bytes;
    size_t count;
    size_t offset;
    png_structp png;
    png_infop info;
    cic_metadata metadata;
    cic_rows rows;
    uint8_t *samples;  // a row, or all rows of an interlaced file
    png_bytep *lines;
    bool has_all_rows;
    cic_png_message message;
} decoder;

static void read_bytes(png_structp png, png_bytep target, size_t count) {
    decoder *state = png_get_io_ptr(png);
    if (count > state->count - state->offset) png_error(png, "the data end early");
    memcpy(target, state->bytes + state->offset, count);
    state->offset += count;
}

static void begin(decoder *state) {
    png_structp png = state->png;
    png_set_read_fn(png, state, read_bytes);
    png_set_user_limits(png, CIC_MAXIMUM_SIDE, CIC_MAXIMUM_SIDE);
    png_set_chunk_malloc_max(png, 8 << 20);  // a text or profile that unpacks to more is dropped
    png_set_chunk_cache_max(png, 128);
    png_read_info(png, state->info);
}

// What ImageMagick wrote before PNG knew Exif: lines of a name, a count and hexadecimal digits.
static bool is_raw_profile(const char *key) {
    return strcmp(key, "Raw profile type exif") == 0 || strcmp(key, "Raw profile type APP1") == 0;
}

static int digit(char character) {
    return character >= '0' && character <= '9'   ? character - '0'
           : character >= 'a' && character <= 'f' ? character - 'a' + 10
                                                  : -1;
}

static void add_raw_profile(cic_metadata *metadata, const char *text) {
    // Blank lines, the name, the count; then digits to the end.
    const char *place = text + strspn(text, "\n");
    place += strcspn(place, "\n");
    place += strspn(place, "\n ");
    place += strcspn(place, "\n");
    const size_t most = strlen(place) / 2;
    uint8_t *bytes = malloc(most + 1);
    if (bytes == NULL) return;
    size_t count = 0;
    for (; place[0] != '\0' && place[1] != '\0'; place++) {
        if (digit(place[0]) < 0 || digit(place[1]) < 0) continue;
        bytes[count++] = (uint8_t)(16 * digit(place[0]) + digit(place[1]));
        place++;
    }
    cic_metadata_add_exif(metadata, bytes, count);
    free(bytes);
}

// Of the chunks that were read so far: those after the pixels are read at the end.
static void read_metadata(decoder *state) {
    png_uint_32 count = 0;
    png_bytep exif = NULL;
    if (png_get_eXIf_1(state->png, state->info, &count, &exif)) {
        cic_metadata_add_exif(&state->metadata, exif, count);
    }
    png_textp texts = NULL;
    const int text_count = png_get_text(state->png, state->info, &texts, NULL);
    for (int i = 0; i < text_count; i++) {
        const size_t length =
            texts[i].text_length != 0 ? texts[i].text_length : texts[i].itxt_length;
        if (texts[i].text == NULL) continue;
        if (strcmp(texts[i].key, "XML:com.adobe.xmp") == 0) {
            cic_metadata_add_xmp(&state->metadata, (const uint8_t *)texts[i].text, length);
        } else if (is_raw_profile(texts[i].key)) {
            add_raw_profile(&state->metadata, texts[i].text);
        }
    }
}

// What the file says of its colours by numbers, where it does not say that they are sRGB's.
static bool has_primaries(decoder *state, cic_primaries *result) {
    double gamma = 0;
    if (png_get_valid(state->png, state->info, PNG_INFO_sRGB) ||
        !png_get_gAMA(state->png, state->info, &gamma) || gamma <= 0 ||
        !png_get_cHRM(state->png, state->info, &result->white[0], &result->white[1],
                      &result->red[0], &result->red[1], &result->green[0], &result->green[1],
                      &result->blue[0], &result->blue[1])) {
        return false;
    }
    result->gamma = 1 / gamma;
    // What a writer of sRGB adds for readers that do not know the word.
    const bool srgb = gamma > 0.45 && gamma < 0.46 && result->red[0] > 0.638 &&
                      result->red[0] < 0.642 && result->green[0] > 0.298 && result->green[0] < 0.302;
    return !srgb;
}

static cic_colour colour_of(decoder *state, cic_samples samples, bool is_adobe_rgb) {
    png_charp name = NULL;
    png_bytep profile = NULL;
    png_uint_32 count = 0;
    int compression = 0;
    if (png_get_iCCP(state->png, state->info, &name, &compression, &profile, &count)) {
        return cic_colour_of_profile(profile, count, samples);
    }
    cic_primaries primaries;
    if (has_primaries(state, &primaries)) return cic_colour_of_primaries(&primaries, samples);
    if (is_adobe_rgb) return cic_colour_of_primaries(&cic_adobe_rgb, samples);
    return (cic_colour){0};
}

// Everything that may longjmp.
static void decode(decoder *state, const cic_request *request) {
    png_structp png = state->png;
    begin(state);
    read_metadata(state);
    const size_t width = png_get_image_width(png, state->info);
    const size_t height = png_get_image_height(png, state->info);
    const bool interlaced = png_get_interlace_type(png, state->info) != PNG_INTERLACE_NONE;
    png_set_expand(png);
    png_set_scale_16(png);
    png_set_gray_to_rgb(png);
    png_set_interlace_handling(png);
    png_read_update_info(png, state->info);
    const size_t row_bytes = png_get_rowbytes(png, state->info);
    const size_t stored_rows = interlaced ? height : 1;
    const cic_demand demand = {(uint32_t)width, (uint32_t)height, row_bytes * stored_rows, 64};
    const uint32_t reduction = request->admit(request->context, &demand);
    if (reduction == 0) png_error(png, "it takes too much memory");
    const cic_samples samples = row_bytes == 4 * width ? CIC_SAMPLES_RGBA : CIC_SAMPLES_RGB;
    const cic_colour colour = colour_of(state, samples, state->metadata.is_adobe_rgb);
    state->samples = malloc(row_bytes * stored_rows);
    if (!cic_rows_open(&state->rows, width, height, reduction, samples, colour) ||
        state->samples == NULL) {
        png_error(png, "memory has run out");
    }
    if (interlaced) {
        state->lines = malloc(sizeof *state->lines * height);
        if (state->lines == NULL) png_error(png, "memory has run out");
        for (size_t y = 0; y < height; y++) state->lines[y] = state->samples + y * row_bytes;
        png_read_image(png, state->lines);
    }
    for (size_t y = 0; y < height; y++) {
        if (!interlaced) png_read_row(png, state->samples, NULL);
        cic_rows_add(&state->rows, interlaced ? state->lines[y] : state->samples);
    }
    state->has_all_rows = true;
    png_read_end(png, state->info);
    read_metadata(state);
}

// Asks libpng for the 16-bit samples as they are. Everything that may longjmp.
static void decode_gray16(decoder *state, cic_picture *result) {
    png_structp png = state->png;
    begin(state);
    if (png_get_color_type(png, state->info) != PNG_COLOR_TYPE_GRAY ||
        png_get_bit_depth(png, state->info) != 16) {
        png_error(png, "not a grey PNG of 16 bits a pixel");
    }
    const uint16_t one = 1;
    if (*(const uint8_t *)&one == 1) png_set_swap(png);  // PNG stores big-endian
    png_set_interlace_handling(png);
    png_read_update_info(png, state->info);
    const size_t height = png_get_image_height(png, state->info);
    const size_t row_bytes = png_get_rowbytes(png, state->info);
    state->samples = malloc(row_bytes * height);
    state->lines = malloc(sizeof *state->lines * height);
    if (state->samples == NULL || state->lines == NULL) png_error(png, "memory has run out");
    for (size_t y = 0; y < height; y++) state->lines[y] = state->samples + y * row_bytes;
    png_read_image(png, state->lines);
    png_read_end(png, NULL);
    result->width = (int32_t)png_get_image_width(png, state->info);
    result->height = (int32_t)height;
    result->data = (cic_bytes){state->samples, row_bytes * height};
}

static bool run(decoder *state, const cic_request *request, cic_picture *gray16) {
    state->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &state->message,
                                        cic_png_keep_error, cic_png_judge_warning);
    if (state->png == NULL) return false;
    state->info = png_create_info_struct(state->png);
    if (state->info == NULL || setjmp(png_jmpbuf(state->png))) return false;
    if (request != NULL) {
        decode(state, request);
    } else {
        decode_gray16(state, gray16);
    }
    return true;
}

static void finish(decoder *state) {
    png_destroy_read_struct(&state->png, &state->info, NULL);
    free(state->lines);
}

char *cic_png_decode(const uint8_t *bytes, size_t count, const cic_request *request,
                     cic_picture *result) {
    decoder state = {.bytes = bytes, .count = count, .message = {.text = "libpng does not start"}};
    const bool succeeded = run(&state, request, NULL);
    finish(&state);
    free(state.samples);
    // What stands after the last pixel, whole or not, says nothing about the picture.
    if (!succeeded && !state.has_all_rows) {
        cic_rows_close(&state.rows);
        return cic_error("%s", state.message.text);
    }
    *result = cic_rows_finish(&state.rows,
                              (succeeded ? 0 : CIC_NOTE_END_MISSING) |
                                  (state.message.profile_refused ? CIC_NOTE_PROFILE_IGNORED : 0),
                              cic_metadata_orientation(&state.metadata));
    return NULL;
}

char *cic_png_decode_gray16(const uint8_t *bytes, size_t count, cic_picture *result) {
    decoder state = {.bytes = bytes, .count = count, .message = {.text = "libpng does not start"}};
    const bool succeeded = run(&state, NULL, result);
    finish(&state);
    if (succeeded) return NULL;
    free(state.samples);
    return cic_error("%s", state.message.text);
}
