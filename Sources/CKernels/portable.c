#include <stdbool.h>
#include <stdint.h>

#define KERNELS ck_portable
#define NAME "portable"
#include "vector_portable.h"
#include "kernels.h"
