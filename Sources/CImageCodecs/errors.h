// Messages that cross the door.
#ifndef CIC_ERRORS_H
#define CIC_ERRORS_H

// A message in printf's form, owned by the caller. Never NULL, even when memory has run out.
__attribute__((format(printf, 1, 2))) char *cic_error(const char *format, ...);

#endif
