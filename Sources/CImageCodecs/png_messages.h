// How libpng reports: errors are kept and jump, warnings are dropped, but for those about colours.
#ifndef CIC_PNG_MESSAGES_H
#define CIC_PNG_MESSAGES_H

#include <stdbool.h>

#include <png.h>

typedef struct {
    char text[256];
    bool profile_refused;  // a warning said so
} cic_png_message;

void cic_png_keep_error(png_structp png, png_const_charp text);
void cic_png_judge_warning(png_structp png, png_const_charp text);

#endif
