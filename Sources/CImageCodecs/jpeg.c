#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "CImageCodecs.h"
#include "errors.h"
#include "metadata.h"
#include "rows.h"

// A progressive file can ask for the whole picture to be gone over again with a few bytes. Encoders
// write about ten scans; the bound keeps a hostile file from taking hours.
static const int maximum_scans = 200;

typedef struct {
    struct jpeg_error_mgr base;  // first: libjpeg hands this member back
    jmp_buf escape;
    char message[JMSG_LENGTH_MAX];
    bool end_missing;
    unsigned components_seen;  // a bit each: those that a scan has brought
} error_manager;

static void fail(j_common_ptr info) {
    error_manager *errors = (error_manager *)info->err;
    info->err->format_message(info, errors->message);
    longjmp(errors->escape, 1);
}

// libjpeg decodes damaged data with a warning and grey pixels. Only the warnings below leave every
// pixel as it was stored; all others are errors here. A file that ends early is judged when it is known what
// was missing.
static void judge_message(j_common_ptr info, int level) {
    if (level >= 0) return;  // a trace
    switch (info->err->msg_code) {
        case JWRN_JPEG_EOF:
            ((error_manager *)info->err)->end_missing = true;
            return;
        case JWRN_EXTRANEOUS_DATA:
        case JWRN_ADOBE_XFORM:
        case JWRN_JFIF_MAJOR:
        case JWRN_TOO_MUCH_DATA:
        case JWRN_BOGUS_ICC:
            return;
        default:
            fail(info);
    }
}

static void print_nothing(j_common_ptr info) { (void)info; }

static void watch_scans(j_common_ptr info) {
    error_manager *errors = (error_manager *)info->err;
    if (!info->is_decompressor) return;
    j_decompress_ptr decompressor = (j_decompress_ptr)info;
    for (int i = 0; i < decompressor->comps_in_scan; i++) {
        errors->components_seen |= 1u << decompressor->cur_comp_info[i]->component_index;
    }
    if (decompressor->input_scan_number <= maximum_scans) return;
    snprintf(errors->message, sizeof errors->message, "more than %d scans", maximum_scans);
    longjmp(errors->escape, 1);
}

// Everything that has to outlive a longjmp: it lives in the caller's frame, reached by address.
typedef struct {
    struct jpeg_decompress_struct info;
    struct jpeg_progress_mgr progress;
    error_manager errors;
    cic_metadata metadata;
    cic_rows rows;
    uint8_t *row;
} decoder;

static void refuse(decoder *state, const char *reason) {
    snprintf(state->errors.message, sizeof state->errors.message, "%s", reason);
    longjmp(state->errors.escape, 1);
}

// Exif and XMP stand in segments of one kind.
static void read_metadata(decoder *state) {
    static const char xmp[] = "http://ns.adobe.com/xap/1.0/";
    for (jpeg_saved_marker_ptr marker = state->info.marker_list; marker != NULL; marker = marker->next) {
        if (marker->marker != JPEG_APP0 + 1) continue;
        if (marker->data_length >= 6 && memcmp(marker->data, "Exif\0", 6) == 0) {
            cic_metadata_add_exif(&state->metadata, marker->data, marker->data_length);
        } else if (marker->data_length > sizeof xmp && memcmp(marker->data, xmp, sizeof xmp) == 0) {
            cic_metadata_add_xmp(&state->metadata, marker->data + sizeof xmp,
                                 marker->data_length - sizeof xmp);
        }
    }
}

static cic_colour colour_of(j_decompress_ptr info, cic_samples samples, bool is_adobe_rgb) {
    JOCTET *profile = NULL;
    unsigned count = 0;
    if (jpeg_read_icc_profile(info, &profile, &count)) {
        const cic_colour colour = cic_colour_of_profile(profile, count, samples);
        free(profile);
        return colour;
    }
    if (is_adobe_rgb && samples == CIC_SAMPLES_RGB) {
        return cic_colour_of_primaries(&cic_adobe_rgb, samples);
    }
    return (cic_colour){0};
}

// Bytes that libjpeg holds of a file that brings its picture in several scans: all coefficients.
static uint64_t coefficient_bytes(j_decompress_ptr info) {
    if (!jpeg_has_multiple_scans(info)) return 0;
    uint64_t blocks = 0;
    for (int i = 0; i < info->num_components; i++) {
        const jpeg_component_info *component = &info->comp_info[i];
        blocks += (uint64_t)component->width_in_blocks * component->height_in_blocks;
    }
    return blocks * DCTSIZE2 * sizeof(JCOEF);
}

static uint32_t admit(decoder *state, const cic_request *request) {
    j_decompress_ptr info = &state->info;
    if (info->image_width > CIC_MAXIMUM_SIDE || info->image_height > CIC_MAXIMUM_SIDE) {
        ERREXIT1(info, JERR_IMAGE_TOO_BIG, CIC_MAXIMUM_SIDE);
    }
    const cic_demand demand = {info->image_width, info->image_height, coefficient_bytes(info), 8};
    const uint32_t reduction = request->admit(request->context, &demand);
    if (reduction == 0) refuse(state, "it takes too much memory");
    return reduction;
}

// Whether scans did not bring all of every pixel, which is damage where the file ends early.
static bool lacks_pixels(const decoder *state) {
    const struct jpeg_decompress_struct *info = &state->info;
    if (state->errors.components_seen != (1u << info->num_components) - 1) return true;
    if (info->coef_bits == NULL) return false;
    for (int i = 0; i < info->num_components; i++) {
        for (int k = 0; k < DCTSIZE2; k++) {
            if (info->coef_bits[i][k] != 0) return true;
        }
    }
    return false;
}

// Everything that may longjmp.
static void decode(decoder *state, const uint8_t *bytes, size_t count,
                   const cic_request *request) {
    j_decompress_ptr info = &state->info;
    jpeg_create_decompress(info);
    info->progress = &state->progress;
    jpeg_mem_src(info, bytes, (unsigned long)count);
    jpeg_save_markers(info, JPEG_APP0 + 2, 0xFFFF);  // profiles
    jpeg_save_markers(info, JPEG_APP0 + 1, 0xFFFF);
    jpeg_read_header(info, TRUE);
    read_metadata(state);
    const uint32_t reduction = admit(state, request);
    const bool inks =
        info->jpeg_color_space == JCS_CMYK || info->jpeg_color_space == JCS_YCCK;
    const cic_samples samples = !inks                    ? CIC_SAMPLES_RGB
                                : info->saw_Adobe_marker ? CIC_SAMPLES_INKS_INVERTED
                                                         : CIC_SAMPLES_INKS;
    info->out_color_space = inks ? JCS_CMYK : JCS_RGB;
    info->scale_num = 1;
    info->scale_denom = reduction;
    jpeg_start_decompress(info);
    state->row = malloc((size_t)4 * info->output_width);
    const cic_colour colour = colour_of(info, samples, state->metadata.is_adobe_rgb);
    if (!cic_rows_open(&state->rows, info->output_width, info->output_height, 1, samples, colour) ||
        state->row == NULL) {
        ERREXIT1(info, JERR_OUT_OF_MEMORY, 0);
    }
    while (info->output_scanline < info->output_height) {
        if (jpeg_read_scanlines(info, &state->row, 1) != 1) ERREXIT(info, JERR_INPUT_EOF);
        cic_rows_add(&state->rows, state->row);
    }
    const bool incomplete = lacks_pixels(state);  // asked now: finishing frees what it looks at
    jpeg_finish_decompress(info);  // reads on to the end marker
    if (state->errors.end_missing && incomplete) ERREXIT(info, JERR_INPUT_EOF);
}

static bool run(decoder *state, const uint8_t *bytes, size_t count, const cic_request *request) {
    if (setjmp(state->errors.escape)) return false;
    decode(state, bytes, count, request);
    return true;
}

char *cic_jpeg_decode(const uint8_t *bytes, size_t count, const cic_request *request,
                      cic_picture *result) {
    decoder state;
    memset(&state, 0, sizeof state);
    state.progress.progress_monitor = watch_scans;
    state.info.err = jpeg_std_error(&state.errors.base);
    state.errors.base.error_exit = fail;
    state.errors.base.emit_message = judge_message;
    state.errors.base.output_message = print_nothing;
    const bool succeeded = run(&state, bytes, count, request);
    jpeg_destroy_decompress(&state.info);
    free(state.row);
    if (!succeeded) {
        cic_rows_close(&state.rows);
        return cic_error("%s", state.errors.message);
    }
    *result = cic_rows_finish(&state.rows,
                              state.errors.end_missing ? CIC_NOTE_END_MISSING : 0,
                              cic_metadata_orientation(&state.metadata));
    return NULL;
}
