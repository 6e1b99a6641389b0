#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include "CJPEGWriter.h"

// Everything that has to outlive a longjmp: it lives in the caller's frame, reached by address.
typedef struct {
    struct jpeg_error_mgr errors;  // First: libjpeg hands out its address.
    jmp_buf back;
    cjw_message *message;
    struct jpeg_compress_struct jpeg;
    unsigned char *bytes;
    unsigned long count;
} encoder;

static void fail(j_common_ptr jpeg) {
    encoder *state = (encoder *)jpeg->err;
    char text[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, text);
    snprintf(state->message->text, sizeof state->message->text, "%s", text);
    longjmp(state->back, 1);
}

static void say_nothing(j_common_ptr jpeg) { (void)jpeg; }

// Everything that may longjmp.
static void encode(encoder *state, const uint8_t *pixels, int32_t width, int32_t height,
                   int32_t quality) {
    struct jpeg_compress_struct *jpeg = &state->jpeg;
    jpeg_create_compress(jpeg);
    jpeg_mem_dest(jpeg, &state->bytes, &state->count);
    jpeg->image_width = (JDIMENSION)width;
    jpeg->image_height = (JDIMENSION)height;
    jpeg->input_components = 3;
    jpeg->in_color_space = JCS_RGB;
    jpeg_set_defaults(jpeg);
    jpeg_set_quality(jpeg, quality, TRUE);
    // Halved colours, the default, smear the edges of small pictures.
    jpeg->comp_info[0].h_samp_factor = jpeg->comp_info[0].v_samp_factor = 1;
    jpeg->optimize_coding = TRUE;
    jpeg_start_compress(jpeg, TRUE);
    while (jpeg->next_scanline < jpeg->image_height) {
        // libjpeg only reads the row, and takes no const.
        JSAMPROW row = (JSAMPROW)(pixels + (size_t)jpeg->next_scanline * (size_t)width * 3);
        jpeg_write_scanlines(jpeg, &row, 1);
    }
    jpeg_finish_compress(jpeg);
}

static bool run(encoder *state, const uint8_t *pixels, int32_t width, int32_t height,
                int32_t quality) {
    state->jpeg.err = jpeg_std_error(&state->errors);
    state->errors.error_exit = fail;
    state->errors.output_message = say_nothing;
    if (setjmp(state->back)) return false;
    encode(state, pixels, width, height, quality);
    return true;
}

bool cjw_encode(const uint8_t *pixels, int32_t width, int32_t height, int32_t quality,
                cjw_file *result, cjw_message *message) {
    encoder state = {.message = message};
    const bool succeeded = run(&state, pixels, width, height, quality);
    jpeg_destroy_compress(&state.jpeg);
    if (succeeded) {
        *result = (cjw_file){.bytes = state.bytes, .count = state.count};
    } else {
        free(state.bytes);
    }
    return succeeded;
}

const char *cjw_text(const cjw_message *message) { return message->text; }
