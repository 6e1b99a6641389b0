#include "errors.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "CImageCodecs.h"

// Stands in for a message that cannot be allocated, so that NULL always means success.
static char out_of_memory[] = "memory has run out";

char *cic_error(const char *format, ...) {
    const size_t capacity = 512;
    char *message = malloc(capacity);
    if (message == NULL) return out_of_memory;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, capacity, format, arguments);
    va_end(arguments);
    // Libraries write several lines; what is said here becomes a part of one sentence.
    for (char *at = message; *at != 0; at++) {
        if ((unsigned char)*at < ' ') *at = ' ';
    }
    return message;
}

char *cic_check_sides(int64_t width, int64_t height) {
    if (width >= 1 && width <= CIC_MAXIMUM_SIDE && height >= 1 && height <= CIC_MAXIMUM_SIDE) return NULL;
    return cic_error("%lld x %lld pixels, of 1 to %d a side", (long long)width, (long long)height,
                     CIC_MAXIMUM_SIDE);
}

void cic_free_error(char *message) {
    if (message != out_of_memory) free(message);
}

void cic_free_bytes(cic_bytes bytes) { free(bytes.bytes); }
