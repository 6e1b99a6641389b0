// The door to libjpeg-turbo and libpng.
//
// Each fallible function returns NULL, or an error message that the caller owns and gives back to
// cic_free_error. libjpeg and libpng report errors by longjmp, which must never cross a Swift
// frame: every setjmp lives in this target. Nothing here prints. There is no global state, so calls
// on different objects may run at once.
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

// A decoded picture, row-major, top row first; `data` is owned by the caller.
typedef struct {
    int32_t width;
    int32_t height;
    cic_bytes data;
} cic_picture;

// What the samples of an encoded picture are.
typedef enum {
    CIC_RGB8,    // three bytes a pixel
    CIC_GRAY16,  // one uint16_t a pixel, in the machine's byte order
} cic_layout;

void cic_free_error(char *_Nullable message);
void cic_free_bytes(cic_bytes bytes);

// Decodes a JPEG file to RGB8. Data that end early or are corrupt are an error, although libjpeg
// only warns about them. Orientation is not applied.
char *_Nullable cic_jpeg_decode(const uint8_t *_Nonnull bytes, size_t count,
                                cic_picture *_Nonnull result);

// Decodes a PNG file of any kind to RGB8, composited over white where it is transparent.
char *_Nullable cic_png_decode(const uint8_t *_Nonnull bytes, size_t count,
                               cic_picture *_Nonnull result);

// Decodes a 16-bit grey PNG file to GRAY16. Other kinds of PNG are refused.
char *_Nullable cic_png_decode_gray16(const uint8_t *_Nonnull bytes, size_t count,
                                      cic_picture *_Nonnull result);

// Encodes `width * height` pixels as PNG.
char *_Nullable cic_png_encode(const void *_Nonnull pixels, cic_layout layout, int32_t width,
                               int32_t height, cic_bytes *_Nonnull result);

#ifdef __cplusplus
}
#endif

#endif
