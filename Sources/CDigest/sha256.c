#include "CDigest.h"

#include <openssl/sha.h>

void cdigest_sha256(const void *bytes, size_t count, unsigned char *digest) {
    SHA256(bytes, count, digest);
}
