// Messages that cross the door.
#ifndef CIC_ERRORS_H
#define CIC_ERRORS_H

#include <stdint.h>

// A message in printf's form, owned by the caller. Never NULL, even when memory has run out.
__attribute__((format(printf, 1, 2))) char *cic_error(const char *format, ...);

// Refuses sides that no picture may have, before anything is computed of them; NULL where they are possible.
char *cic_check_sides(int64_t width, int64_t height);

#endif
