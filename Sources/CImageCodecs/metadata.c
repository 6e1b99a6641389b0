#include "metadata.h"

#include <expat.h>
#include <libexif/exif-data.h>
#include <stdlib.h>
#include <string.h>

static const char exif_header[6] = "Exif\0";
// No camera writes more; a segment of JPEG has at most 64 KiB.
static const size_t largest_block = 16 << 20;

static int32_t valid(int64_t orientation) {
    return orientation >= 1 && orientation <= 8 ? (int32_t)orientation : 0;
}

// An entry's first number, whatever its type.
static int64_t number(const ExifEntry *entry, ExifByteOrder order) {
    if (entry == NULL || entry->components < 1) return 0;
    switch (entry->format) {
        case EXIF_FORMAT_BYTE: return entry->size >= 1 ? entry->data[0] : 0;
        case EXIF_FORMAT_SHORT: return entry->size >= 2 ? exif_get_short(entry->data, order) : 0;
        case EXIF_FORMAT_LONG: return entry->size >= 4 ? exif_get_long(entry->data, order) : 0;
        case EXIF_FORMAT_SLONG: return entry->size >= 4 ? exif_get_slong(entry->data, order) : 0;
        default: return 0;
    }
}

static void take_exif(cic_metadata *metadata, ExifData *data) {
    const ExifEntry *orientation =
        exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
    metadata->exif_orientation = valid(number(orientation, exif_data_get_byte_order(data)));
    const ExifEntry *index = exif_content_get_entry(data->ifd[EXIF_IFD_INTEROPERABILITY],
                                                    EXIF_TAG_INTEROPERABILITY_INDEX);
    metadata->is_adobe_rgb =
        index != NULL && index->size >= 3 && memcmp(index->data, "R03", 3) == 0;
}

void cic_metadata_add_exif(cic_metadata *metadata, const uint8_t *bytes, size_t count) {
    if (metadata->exif_orientation != 0 || count > largest_block) return;
    const size_t skipped =
        count >= sizeof exif_header && memcmp(bytes, exif_header, sizeof exif_header) == 0
            ? sizeof exif_header
            : 0;
    // libexif knows a block by its header.
    const size_t total = count - skipped + sizeof exif_header;
    uint8_t *block = malloc(total);
    ExifData *data = exif_data_new();
    if (block != NULL && data != NULL) {
        memcpy(block, exif_header, sizeof exif_header);
        memcpy(block + sizeof exif_header, bytes + skipped, count - skipped);
        // It would throw away what is not as the specification says, such as an orientation of four bytes.
        exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
        exif_data_load_data(data, block, (unsigned)total);
        take_exif(metadata, data);
    }
    if (data != NULL) exif_data_unref(data);
    free(block);
}

// --- XMP: an attribute of a description, or an element with text ---------------------------------

static const char orientation_name[] = "http://ns.adobe.com/tiff/1.0/ Orientation";

typedef struct {
    char text[16];
    size_t length;
    bool is_inside;
} xmp_state;

static void begin_element(void *user, const XML_Char *name, const XML_Char **attributes) {
    xmp_state *state = user;
    state->is_inside = state->length == 0 && strcmp(name, orientation_name) == 0;
    for (; attributes[0] != NULL && state->length == 0; attributes += 2) {
        if (strcmp(attributes[0], orientation_name) != 0) continue;
        strncpy(state->text, attributes[1], sizeof state->text - 1);
        state->length = strlen(state->text);
    }
}

static void end_element(void *user, const XML_Char *name) {
    (void)name;
    ((xmp_state *)user)->is_inside = false;
}

static void take_text(void *user, const XML_Char *text, int count) {
    xmp_state *state = user;
    if (!state->is_inside) return;
    for (int i = 0; i < count && state->length + 1 < sizeof state->text; i++) {
        state->text[state->length++] = text[i];
    }
}

void cic_metadata_add_xmp(cic_metadata *metadata, const uint8_t *bytes, size_t count) {
    if (metadata->xmp_orientation != 0 || count > largest_block) return;
    XML_Parser parser = XML_ParserCreateNS(NULL, ' ');
    if (parser == NULL) return;
    xmp_state state = {0};
    XML_SetUserData(parser, &state);
    XML_SetElementHandler(parser, begin_element, end_element);
    XML_SetCharacterDataHandler(parser, take_text);
    // What stands before an error counts.
    XML_Parse(parser, (const char *)bytes, (int)count, 1);
    XML_ParserFree(parser);
    metadata->xmp_orientation = valid(strtol(state.text, NULL, 10));
}

int32_t cic_metadata_orientation(const cic_metadata *metadata) {
    return metadata->exif_orientation != 0  ? metadata->exif_orientation
           : metadata->xmp_orientation != 0 ? metadata->xmp_orientation
                                            : 1;
}
