#include <stdlib.h>
#include <string.h>

#include <webp/decode.h>
#include <webp/demux.h>

#include "CImageCodecs.h"
#include "errors.h"
#include "metadata.h"
#include "rows.h"

// What stands beside the pixels.
typedef struct {
    cic_colour colour;
    int32_t orientation;
} surroundings;

static surroundings surroundings_of(const WebPData *file) {
    surroundings found = {{0}, 1};
    WebPDemuxer *demuxer = WebPDemux(file);
    if (demuxer == NULL) return found;
    cic_metadata metadata = {0};
    WebPChunkIterator chunk;
    if (WebPDemuxGetChunk(demuxer, "EXIF", 1, &chunk)) {
        cic_metadata_add_exif(&metadata, chunk.chunk.bytes, chunk.chunk.size);
        WebPDemuxReleaseChunkIterator(&chunk);
    }
    if (WebPDemuxGetChunk(demuxer, "XMP ", 1, &chunk)) {
        cic_metadata_add_xmp(&metadata, chunk.chunk.bytes, chunk.chunk.size);
        WebPDemuxReleaseChunkIterator(&chunk);
    }
    if (WebPDemuxGetChunk(demuxer, "ICCP", 1, &chunk)) {
        found.colour =
            cic_colour_of_profile(chunk.chunk.bytes, chunk.chunk.size, CIC_SAMPLES_RGBA);
        WebPDemuxReleaseChunkIterator(&chunk);
    } else if (metadata.is_adobe_rgb) {
        found.colour = cic_colour_of_primaries(&cic_adobe_rgb, CIC_SAMPLES_RGBA);
    }
    WebPDemuxDelete(demuxer);
    found.orientation = cic_metadata_orientation(&metadata);
    return found;
}

static const char *reason(VP8StatusCode status) {
    switch (status) {
        case VP8_STATUS_OUT_OF_MEMORY: return "memory has run out";
        case VP8_STATUS_NOT_ENOUGH_DATA: return "the data end early";
        case VP8_STATUS_UNSUPPORTED_FEATURE: return "a kind that libwebp does not read";
        default: return "the data are corrupt";
    }
}

// Hands all rows of RGBA on.
static char *collect(const WebPData *file, uint8_t *pixels, size_t width, size_t height,
                     size_t reduction, uint32_t notes, cic_picture *result) {
    const surroundings found = surroundings_of(file);
    cic_rows rows;
    if (!cic_rows_open(&rows, width, height, reduction, CIC_SAMPLES_RGBA, found.colour)) {
        cic_rows_close(&rows);
        return cic_error("memory has run out");
    }
    for (size_t y = 0; y < height; y++) cic_rows_add(&rows, pixels + 4 * width * y);
    *result = cic_rows_finish(&rows, notes, found.orientation);
    return NULL;
}

static char *decode_animation(const WebPData *file, uint32_t reduction,
                              cic_picture *result) {
    WebPAnimDecoder *decoder = WebPAnimDecoderNew(file, NULL);
    if (decoder == NULL) return cic_error("the animation is corrupt");
    WebPAnimInfo info;
    uint8_t *pixels = NULL;
    int time = 0;
    char *problem = NULL;
    if (!WebPAnimDecoderGetInfo(decoder, &info) || !WebPAnimDecoderGetNext(decoder, &pixels, &time)) {
        problem = cic_error("its first frame is corrupt");
    } else {
        problem = collect(file, pixels, info.canvas_width, info.canvas_height, reduction,
                          info.frame_count > 1 ? CIC_NOTE_FIRST_OF_SEVERAL : 0, result);
    }
    WebPAnimDecoderDelete(decoder);
    return problem;
}

static char *decode_still(const WebPData *file, WebPDecoderConfig *config, uint32_t reduction,
                          cic_picture *result) {
    config->output.colorspace = MODE_RGBA;
    if (reduction > 1) {
        config->options.use_scaling = 1;
        config->options.scaled_width = (config->input.width + (int)reduction - 1) / (int)reduction;
        config->options.scaled_height = (config->input.height + (int)reduction - 1) / (int)reduction;
    }
    const VP8StatusCode status = WebPDecode(file->bytes, file->size, config);
    if (status != VP8_STATUS_OK) {
        WebPFreeDecBuffer(&config->output);
        return cic_error("%s", reason(status));
    }
    char *problem = collect(file, config->output.u.RGBA.rgba, (size_t)config->output.width,
                            (size_t)config->output.height, 1, 0, result);
    WebPFreeDecBuffer(&config->output);
    return problem;
}

char *cic_webp_decode(const uint8_t *bytes, size_t count, const cic_request *request,
                      cic_picture *result) {
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config)) return cic_error("libwebp is of another version");
    const VP8StatusCode status = WebPGetFeatures(bytes, count, &config.input);
    if (status != VP8_STATUS_OK) return cic_error("%s", reason(status));
    char *impossible = cic_check_sides(config.input.width, config.input.height);
    if (impossible != NULL) return impossible;
    const uint64_t pixels = (uint64_t)config.input.width * (uint64_t)config.input.height;
    const bool is_lossless = config.input.format == 2;
    // An animation is drawn on two canvases; a file without loss is unpacked whole before it is scaled.
    const uint64_t fixed = config.input.has_animation ? 12 * pixels : is_lossless ? 4 * pixels : pixels;
    const cic_demand demand = {(uint32_t)config.input.width, (uint32_t)config.input.height, fixed, 64};
    const uint32_t reduction = request->admit(request->context, &demand);
    if (reduction == 0) return cic_error("it takes too much memory");
    const WebPData file = {bytes, count};
    return config.input.has_animation
               ? decode_animation(&file, reduction, result)
               : decode_still(&file, &config, reduction, result);
}
