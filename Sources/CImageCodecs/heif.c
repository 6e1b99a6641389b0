#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CImageCodecs.h"
#include "errors.h"
#include "isolated.h"
#include "rows.h"

const char *cic_heif_version(const cic_heif_support *support) { return support->version; }

// libheif brings half a dozen video codecs: it is used where it is, and asked for by nobody.
#if __has_include(<libheif/heif.h>)
#include <libheif/heif.h>

// The functions of libheif; NULL in `version` where it is not there.
static struct {
    __typeof__(&heif_get_version) version;
    __typeof__(&heif_have_decoder_for_format) have_decoder_for_format;
    __typeof__(&heif_context_alloc) context_alloc;
    __typeof__(&heif_context_free) context_free;
    __typeof__(&heif_context_read_from_memory_without_copy) context_read;
    __typeof__(&heif_context_get_primary_image_handle) primary_handle;
    __typeof__(&heif_context_get_number_of_top_level_images) image_count;
    __typeof__(&heif_image_handle_release) handle_release;
    __typeof__(&heif_image_handle_get_width) handle_width;
    __typeof__(&heif_image_handle_get_height) handle_height;
    __typeof__(&heif_image_handle_get_raw_color_profile_size) profile_size;
    __typeof__(&heif_image_handle_get_raw_color_profile) profile;
    __typeof__(&heif_decode_image) decode_image;
    __typeof__(&heif_image_get_plane_readonly) plane;
    __typeof__(&heif_image_get_width) image_width;
    __typeof__(&heif_image_get_height) image_height;
    __typeof__(&heif_image_release) image_release;
} heif;

static void load(void) {
    void *library = dlopen("libheif.so.1", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return;
    const struct {
        void *target;
        const char *name;
    } symbols[] = {
        {&heif.version, "heif_get_version"},
        {&heif.have_decoder_for_format, "heif_have_decoder_for_format"},
        {&heif.context_alloc, "heif_context_alloc"},
        {&heif.context_free, "heif_context_free"},
        {&heif.context_read, "heif_context_read_from_memory_without_copy"},
        {&heif.primary_handle, "heif_context_get_primary_image_handle"},
        {&heif.image_count, "heif_context_get_number_of_top_level_images"},
        {&heif.handle_release, "heif_image_handle_release"},
        {&heif.handle_width, "heif_image_handle_get_width"},
        {&heif.handle_height, "heif_image_handle_get_height"},
        {&heif.profile_size, "heif_image_handle_get_raw_color_profile_size"},
        {&heif.profile, "heif_image_handle_get_raw_color_profile"},
        {&heif.decode_image, "heif_decode_image"},
        {&heif.plane, "heif_image_get_plane_readonly"},
        {&heif.image_width, "heif_image_get_width"},
        {&heif.image_height, "heif_image_get_height"},
        {&heif.image_release, "heif_image_release"},
    };
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        void *symbol = dlsym(library, symbols[i].name);
        if (symbol == NULL) {
            heif.version = NULL;
            return;
        }
        memcpy(symbols[i].target, &symbol, sizeof symbol);
    }
}

static bool is_there(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return heif.version != NULL;
}

void cic_heif_inquire(cic_heif_support *result) {
    *result = (cic_heif_support){0};
    if (!is_there()) return;
    result->reads_heic = heif.have_decoder_for_format(heif_compression_HEVC);
    result->reads_avif = heif.have_decoder_for_format(heif_compression_AV1);
    snprintf(result->version, sizeof result->version, "%s", heif.version());
}

static cic_colour colour_of(const struct heif_image_handle *handle) {
    const size_t count = heif.profile_size(handle);
    uint8_t *profile = count > 0 ? malloc(count) : NULL;
    if (profile == NULL) return (cic_colour){0};
    const struct heif_error error = heif.profile(handle, profile);
    const cic_colour colour = error.code == heif_error_Ok
                                  ? cic_colour_of_profile(profile, count, CIC_SAMPLES_RGBA)
                                  : (cic_colour){NULL, NULL, true};
    free(profile);
    return colour;
}

// Hands the rows of a decoded picture on.
static char *collect(struct heif_image *image, uint32_t reduction, cic_colour colour, uint32_t notes,
                     cic_picture *result) {
    int stride = 0;
    const uint8_t *plane = heif.plane(image, heif_channel_interleaved, &stride);
    const int width = heif.image_width(image, heif_channel_interleaved);
    const int height = heif.image_height(image, heif_channel_interleaved);
    cic_rows rows = {.colour = colour};
    if (plane == NULL || width <= 0 || height <= 0 || stride < 4 * width) {
        cic_rows_close(&rows);
        return cic_error("libheif hands over no pixels");
    }
    uint8_t *row = malloc((size_t)4 * (size_t)width);
    if (!cic_rows_open(&rows, (size_t)width, (size_t)height, reduction, CIC_SAMPLES_RGBA, colour) ||
        row == NULL) {
        free(row);
        cic_rows_close(&rows);
        return cic_error("memory has run out");
    }
    for (int y = 0; y < height; y++) {
        memcpy(row, plane + (size_t)stride * (size_t)y, (size_t)4 * (size_t)width);
        cic_rows_add(&rows, row);
    }
    free(row);
    *result = cic_rows_finish(&rows, notes, 1);
    return NULL;
}

static char *decode_handle(struct heif_image_handle *handle, uint32_t notes,
                           const cic_request *request, cic_picture *result) {
    const int width = heif.handle_width(handle), height = heif.handle_height(handle);
    char *impossible = cic_check_sides(width, height);
    if (impossible != NULL) return impossible;
    // Planes of brightness and colour of up to two bytes, and the picture made of them.
    const uint64_t fixed = (uint64_t)width * (uint64_t)height * 12;
    const cic_demand demand = {(uint32_t)width, (uint32_t)height, fixed, 64};
    const uint32_t reduction = request->admit(request->context, &demand);
    if (reduction == 0) return cic_error("it takes too much memory");
    struct heif_image *image = NULL;
    const struct heif_error error = heif.decode_image(handle, &image, heif_colorspace_RGB,
                                                      heif_chroma_interleaved_RGBA, NULL);
    if (error.code != heif_error_Ok) return cic_error("%s", error.message);
    char *problem = collect(image, reduction, colour_of(handle), notes, result);
    heif.image_release(image);
    return problem;
}

static char *decode(const uint8_t *bytes, size_t count, const cic_request *request,
                    cic_picture *result) {
    struct heif_context *context = heif.context_alloc();
    if (context == NULL) return cic_error("memory has run out");
    struct heif_image_handle *handle = NULL;
    struct heif_error error = heif.context_read(context, bytes, count, NULL);
    if (error.code == heif_error_Ok) error = heif.primary_handle(context, &handle);
    char *problem = NULL;
    if (error.code != heif_error_Ok) {
        problem = cic_error("%s", error.message);
    } else {
        const bool several = heif.image_count(context) > 1;
        problem =
            decode_handle(handle, several ? CIC_NOTE_FIRST_OF_SEVERAL : 0, request, result);
        heif.handle_release(handle);
    }
    heif.context_free(context);
    return problem;
}

// A damaged HEIC makes libde265 write where it must not, and a damaged AVIF keeps libheif 1.15 waiting for ever.
char *cic_heif_decode(const uint8_t *bytes, size_t count, const cic_request *request,
                      cic_picture *result) {
    if (!is_there()) return cic_error("libheif is not installed");
    return cic_decode_isolated(decode, bytes, count, request, result);
}

#else

void cic_heif_inquire(cic_heif_support *result) { *result = (cic_heif_support){0}; }

char *cic_heif_decode(const uint8_t *bytes, size_t count, const cic_request *request,
                      cic_picture *result) {
    (void)bytes, (void)count, (void)request, (void)result;
    return cic_error("this program was built without libheif's headers");
}

#endif
