// Decoding in a process of its own, for libraries that a damaged file can crash, corrupt or keep busy for ever.
#ifndef CIC_ISOLATED_H
#define CIC_ISOLATED_H

#include "CImageCodecs.h"

typedef char *(*cic_decoder)(const uint8_t *bytes, size_t count, const cic_request *request,
                             cic_picture *result);

// Forks, decodes there and takes the picture over. The request is asked in this process. What the decoder loads must
// be loaded before.
char *cic_decode_isolated(cic_decoder decode, const uint8_t *bytes, size_t count,
                          const cic_request *request, cic_picture *result);

#endif
