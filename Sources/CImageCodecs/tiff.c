#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

#include "CImageCodecs.h"
#include "errors.h"
#include "metadata.h"
#include "rows.h"

// A file in memory, as libtiff wants it.
typedef struct {
    const uint8_t *bytes;
    size_t count;
    size_t offset;
} source;

static tmsize_t read_source(thandle_t handle, void *target, tmsize_t size) {
    source *file = handle;
    const size_t left = file->count - file->offset;
    const size_t count = (size_t)size < left ? (size_t)size : left;
    memcpy(target, file->bytes + file->offset, count);
    file->offset += count;
    return (tmsize_t)count;
}

static tmsize_t write_nothing(thandle_t handle, void *bytes, tmsize_t size) {
    (void)handle, (void)bytes, (void)size;
    return -1;
}

static toff_t seek_source(thandle_t handle, toff_t offset, int whence) {
    source *file = handle;
    const toff_t base = whence == SEEK_CUR ? file->offset : whence == SEEK_END ? file->count : 0;
    const toff_t place = base + offset;
    if (place > file->count) return (toff_t)-1;
    file->offset = (size_t)place;
    return place;
}

static int close_nothing(thandle_t handle) {
    (void)handle;
    return 0;
}

static toff_t size_of_source(thandle_t handle) { return ((source *)handle)->count; }

// libtiff's handlers are the process's: each thread keeps what was said last.
static _Thread_local char last_error[256];

static void keep_error(const char *module, const char *format, va_list arguments) {
    (void)module;
    vsnprintf(last_error, sizeof last_error, format, arguments);
}

static void set_handlers(void) {
    TIFFSetErrorHandler(keep_error);
    TIFFSetWarningHandler(NULL);
}

static TIFF *open_source(source *file) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, set_handlers);
    snprintf(last_error, sizeof last_error, "no reason given");
    return TIFFClientOpen("picture", "rm", file, read_source, write_nothing, seek_source,
                          close_nothing, size_of_source, NULL, NULL);
}

// TIFF's own word, or else XMP's.
static int32_t orientation_of(TIFF *tiff) {
    cic_metadata metadata = {0};
    uint16_t orientation = 0;
    uint32_t count = 0;
    void *packet = NULL;
    if (TIFFGetField(tiff, TIFFTAG_ORIENTATION, &orientation) && orientation >= 1 && orientation <= 8) {
        metadata.exif_orientation = orientation;
    } else if (TIFFGetField(tiff, TIFFTAG_XMLPACKET, &count, &packet) && packet != NULL) {
        cic_metadata_add_xmp(&metadata, packet, count);
    }
    return cic_metadata_orientation(&metadata);
}

static cic_colour colour_of(TIFF *tiff) {
    uint32_t count = 0;
    void *profile = NULL;
    if (TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &count, &profile) && profile != NULL) {
        return cic_colour_of_profile(profile, count, CIC_SAMPLES_RGB);
    }
    return (cic_colour){0};
}

// libtiff's packed pixels, multiplied by their opacity, to RGB over white, in place.
static void unpack(uint32_t *row, size_t width) {
    uint8_t *target = (uint8_t *)row;
    for (size_t x = 0; x < width; x++) {
        const uint32_t pixel = row[x];
        const unsigned white = 255 - TIFFGetA(pixel);
        const unsigned values[3] = {TIFFGetR(pixel), TIFFGetG(pixel), TIFFGetB(pixel)};
        for (size_t c = 0; c < 3; c++) {
            const unsigned value = values[c] + white;
            target[3 * x + c] = (uint8_t)(value < 255 ? value : 255);
        }
    }
}

static char *decode_page(TIFF *tiff, const cic_request *request, cic_picture *result) {
    uint32_t width = 0, height = 0;
    uint16_t orientation = ORIENTATION_TOPLEFT;
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
    char *impossible = cic_check_sides(width, height);
    if (impossible != NULL) return impossible;
    const uint64_t pixels = (uint64_t)width * height;
    const cic_demand demand = {width, height, 4 * pixels, 64};
    const uint32_t reduction = request->admit(request->context, &demand);
    if (reduction == 0) return cic_error("it takes too much memory");
    uint32_t *raster = malloc(sizeof *raster * pixels);
    cic_rows rows = {0};
    char *problem = NULL;
    // Asked for in the file's own orientation, rows come as they are stored.
    if (raster == NULL) {
        problem = cic_error("memory has run out");
    } else if (!TIFFReadRGBAImageOriented(tiff, width, height, raster, orientation, 1)) {
        problem = cic_error("%s", last_error);
    } else if (!cic_rows_open(&rows, width, height, reduction, CIC_SAMPLES_RGB,
                              colour_of(tiff))) {
        problem = cic_error("memory has run out");
        cic_rows_close(&rows);
    } else {
        for (size_t y = 0; y < height; y++) {
            unpack(raster + y * width, width);
            cic_rows_add(&rows, (uint8_t *)(raster + y * width));
        }
        *result = cic_rows_finish(&rows, TIFFLastDirectory(tiff) ? 0 : CIC_NOTE_FIRST_OF_SEVERAL,
                                  orientation_of(tiff));
    }
    free(raster);
    return problem;
}

char *cic_tiff_decode(const uint8_t *bytes, size_t count, const cic_request *request,
                      cic_picture *result) {
    source file = {bytes, count, 0};
    TIFF *tiff = open_source(&file);
    if (tiff == NULL) return cic_error("%s", last_error);
    char *problem = decode_page(tiff, request, result);
    TIFFClose(tiff);
    return problem;
}
