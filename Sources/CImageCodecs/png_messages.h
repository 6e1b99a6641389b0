// How libpng reports: errors are kept and jump, warnings are dropped.
#ifndef CIC_PNG_MESSAGES_H
#define CIC_PNG_MESSAGES_H

#include <png.h>

typedef struct {
    char text[256];
} cic_png_message;

void cic_png_keep_error(png_structp png, png_const_charp text);
void cic_png_drop_warning(png_structp png, png_const_charp text);

#endif
