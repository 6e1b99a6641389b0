// The door to libjpeg, as far as it writes.
//
// libjpeg reports errors by a callback that must not return: the longjmp out of it stays within this target.
// Nothing here prints. There is no global state, so calls may run at once.
#ifndef C_JPEG_WRITER_H
#define C_JPEG_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A whole file; `bytes` is given back to free().
typedef struct {
    uint8_t *_Nullable bytes;
    size_t count;
} cjw_file;

// Room for what libjpeg says.
typedef struct {
    char text[256];
} cjw_message;

// Encodes `width * height` pixels of three bytes, row-major, top row first, colours as fine as brightness.
// Where that fails, the message says why.
bool cjw_encode(const uint8_t *_Nonnull pixels, int32_t width, int32_t height, int32_t quality,
                cjw_file *_Nonnull result, cjw_message *_Nonnull message);

// The message as a string.
const char *_Nonnull cjw_text(const cjw_message *_Nonnull message);

#endif
