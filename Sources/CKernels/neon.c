#if defined(__aarch64__)
#define KERNELS ck_neon
#define NAME "neon"
#include "vector_neon.h"
#include "kernels.h"
#endif
