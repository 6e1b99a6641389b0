// The door to the libraries that read pictures: libjpeg-turbo, libpng, libwebp, libtiff, stb_image, libheif;
// and to what they need beside it: Little CMS for colour profiles, libexif and Expat for the way a camera was held.
//
// A decoder returns NULL, or an error message that the caller owns and gives back to cic_free_error. libjpeg
// and libpng report errors by longjmp, which must never cross a Swift frame: every setjmp lives in this
// target. Nothing here prints. Calls may run at once.
#ifndef C_IMAGE_CODECS_H
#define C_IMAGE_CODECS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The longest side of a picture that a decoder accepts; larger ones are refused before their pixels
// are allocated. Two such sides make 2^28 pixels.
#define CIC_MAXIMUM_SIDE 16384

// Bytes that the caller owns and gives back to cic_free_bytes.
typedef struct {
    uint8_t *_Nullable bytes;
    size_t count;
} cic_bytes;

// What there is to know about a picture beside its pixels.
typedef enum {
    CIC_NOTE_CONVERTED = 1,        // its colours were converted to sRGB by its own profile
    CIC_NOTE_PROFILE_IGNORED = 2,  // it has a profile that is damaged or of another kind of picture
    CIC_NOTE_END_MISSING = 4,      // the file ends early, after the last pixel
    CIC_NOTE_FIRST_OF_SEVERAL = 8, // the file has further frames or pages
} cic_note;

// A decoded picture: RGB of eight bits in sRGB, row-major, top row first; over white where it is transparent.
typedef struct {
    int32_t width;
    int32_t height;
    cic_bytes data;
    uint32_t notes;       // of cic_note
    int32_t orientation;  // how the camera was held, 1 to 8 as in Exif; it is not applied
} cic_picture;

// What decoding a picture takes, known from its header.
typedef struct {
    uint32_t width;
    uint32_t height;
    uint64_t fixed_bytes;        // whatever the reduction
    uint32_t largest_reduction;  // a power of two
} cic_demand;

// What a decoder is told.
typedef struct {
    // Asked before memory is taken: 0 refuses, a power of two up to the largest reduction hands the picture
    // over with sides of one in so many, rounded up. May wait.
    uint32_t (*_Nonnull admit)(void *_Nonnull context, const cic_demand *_Nonnull demand);
    void *_Nonnull context;
} cic_request;

void cic_free_error(char *_Nullable message);
void cic_free_bytes(cic_bytes bytes);

// Data that end before the last pixel or are corrupt are errors, although libjpeg only warns about them.
char *_Nullable cic_jpeg_decode(const uint8_t *_Nonnull bytes, size_t count,
                                const cic_request *_Nonnull request, cic_picture *_Nonnull result);
char *_Nullable cic_png_decode(const uint8_t *_Nonnull bytes, size_t count,
                               const cic_request *_Nonnull request, cic_picture *_Nonnull result);
// The first frame of an animation.
char *_Nullable cic_webp_decode(const uint8_t *_Nonnull bytes, size_t count,
                                const cic_request *_Nonnull request, cic_picture *_Nonnull result);
// The first page.
char *_Nullable cic_tiff_decode(const uint8_t *_Nonnull bytes, size_t count,
                                const cic_request *_Nonnull request, cic_picture *_Nonnull result);
// BMP, and the first frame of a GIF.
char *_Nullable cic_bitmap_decode(const uint8_t *_Nonnull bytes, size_t count,
                                  const cic_request *_Nonnull request, cic_picture *_Nonnull result);
// HEIC and AVIF, where libheif is to be found when the program runs; it turns them itself.
char *_Nullable cic_heif_decode(const uint8_t *_Nonnull bytes, size_t count,
                                const cic_request *_Nonnull request, cic_picture *_Nonnull result);

// Which of HEIC and AVIF can be read, and by which libheif.
typedef struct {
    bool reads_heic;
    bool reads_avif;
    char version[32];  // empty where there is no libheif
} cic_heif_support;
void cic_heif_inquire(cic_heif_support *_Nonnull result);
const char *_Nonnull cic_heif_version(const cic_heif_support *_Nonnull support);

// Decodes a 16-bit grey PNG file to one uint16_t a pixel, in the machine's byte order. Other kinds of PNG are
// refused.
char *_Nullable cic_png_decode_gray16(const uint8_t *_Nonnull bytes, size_t count,
                                      cic_picture *_Nonnull result);

#ifdef __cplusplus
}
#endif

#endif
