// The door to OpenSSL's libcrypto, of which SHA-256 is all that is used.
#ifndef C_DIGEST_H
#define C_DIGEST_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Writes the SHA-256 (FIPS 180-4) of `count` bytes into the 32 at `digest`.
///
/// `bytes` may be NULL where `count` is 0.
void cdigest_sha256(
    const void *_Nullable bytes, size_t count, unsigned char *_Nonnull digest);

#ifdef __cplusplus
}
#endif

#endif
