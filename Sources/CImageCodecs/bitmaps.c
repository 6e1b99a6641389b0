#include <stdlib.h>

#include "CImageCodecs.h"
#include "errors.h"
#include "rows.h"

#define STBI_ONLY_BMP
#define STBI_ONLY_GIF
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS CIC_MAXIMUM_SIDE
#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wunused-function"
#include <stb/stb_image.h>
#pragma clang diagnostic pop

char *cic_bitmap_decode(const uint8_t *bytes, size_t count, const cic_request *request,
                        cic_picture *result) {
    if (count > INT32_MAX) return cic_error("more than 2 GiB");
    int width = 0, height = 0, channels = 0;
    if (!stbi_info_from_memory(bytes, (int)count, &width, &height, &channels)) {
        return cic_error("%s", stbi_failure_reason());
    }
    char *impossible = cic_check_sides(width, height);
    if (impossible != NULL) return impossible;
    const uint64_t pixels = (uint64_t)width * (uint64_t)height;
    // A GIF is unpacked beside its canvas and the one before.
    const cic_demand demand = {(uint32_t)width, (uint32_t)height, 12 * pixels, 64};
    const uint32_t reduction = request->admit(request->context, &demand);
    if (reduction == 0) return cic_error("it takes too much memory");
    uint8_t *decoded = stbi_load_from_memory(bytes, (int)count, &width, &height, &channels, 4);
    if (decoded == NULL) return cic_error("%s", stbi_failure_reason());
    cic_rows rows;
    const bool opened = cic_rows_open(&rows, (size_t)width, (size_t)height, reduction,
                                      CIC_SAMPLES_RGBA, (cic_colour){0});
    if (opened) {
        for (int y = 0; y < height; y++) cic_rows_add(&rows, decoded + (size_t)4 * width * y);
        *result = cic_rows_finish(&rows, 0, 1);
    } else {
        cic_rows_close(&rows);
    }
    stbi_image_free(decoded);
    return opened ? NULL : cic_error("memory has run out");
}
