// The door to libpng, as far as it writes.
//
// libpng reports errors by longjmp, which must never cross a Swift frame: every setjmp lives in this target.
// Nothing here prints. There is no global state, so calls may run at once.
#ifndef C_PNG_WRITER_H
#define C_PNG_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What the samples of a picture are.
typedef enum {
    CPW_RGB8,    // three bytes a pixel
    CPW_RGBA8,   // four bytes a pixel, the fourth how opaque it is; colours are not multiplied by it
    CPW_GRAY16,  // one uint16_t a pixel, in the machine's byte order
} cpw_layout;

// A whole file; `bytes` is given back to free().
typedef struct {
    uint8_t *_Nullable bytes;
    size_t count;
} cpw_file;

// Room for what libpng says.
typedef struct {
    char text[256];
} cpw_message;

// Encodes `width * height` pixels, row-major, top row first. Where that fails, the message says why.
bool cpw_encode(const void *_Nonnull pixels, cpw_layout layout, int32_t width, int32_t height,
                cpw_file *_Nonnull result, cpw_message *_Nonnull message);

// The message as a string.
const char *_Nonnull cpw_text(const cpw_message *_Nonnull message);

#endif
