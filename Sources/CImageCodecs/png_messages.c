#include "png_messages.h"

#include <stdio.h>
#include <string.h>

void cic_png_keep_error(png_structp png, png_const_charp text) {
    cic_png_message *message = png_get_error_ptr(png);
    snprintf(message->text, sizeof message->text, "%s", text);
    png_longjmp(png, 1);
}

void cic_png_judge_warning(png_structp png, png_const_charp text) {
    cic_png_message *message = png_get_error_ptr(png);
    if (strncmp(text, "iCCP", 4) == 0) message->profile_refused = true;
}
