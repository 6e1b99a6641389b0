// What a camera or an editor wrote beside the pixels: Exif by libexif, XMP by Expat. What is malformed is as good as not
// there: the pixels are intact.
#ifndef CIC_METADATA_H
#define CIC_METADATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    int32_t exif_orientation;  // 1 to 8; 0 where none is known
    int32_t xmp_orientation;
    bool is_adobe_rgb;  // by Exif's index of interoperability
} cic_metadata;

// A TIFF structure, with or without "Exif" and two zeros before it.
void cic_metadata_add_exif(cic_metadata *metadata, const uint8_t *bytes, size_t count);
void cic_metadata_add_xmp(cic_metadata *metadata, const uint8_t *bytes, size_t count);
// Exif's word before XMP's; 1 where neither says.
int32_t cic_metadata_orientation(const cic_metadata *metadata);

#endif
