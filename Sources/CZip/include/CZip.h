// The door to libzip.
//
// Each fallible function returns NULL, or an error message that the caller owns and gives back to
// czip_free_error. Nothing here prints, and nothing allocates by what an archive claims: the caller
// asks for an entry's size and brings the memory. One czip belongs to one caller at a time.
#ifndef C_ZIP_H
#define C_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// An open zip archive.
typedef struct czip czip;

// What the directory of an archive claims about an entry.
typedef struct {
    // UTF-8, valid until the archive is closed.
    const char *_Nullable name;
    // Bytes when unpacked.
    uint64_t size;
    // Whether `size` is stated at all.
    bool has_size;
    // Whether the bytes are in the archive as they are.
    bool is_stored;
    // How they are packed, by the number of PKWARE's application note, and whether libzip can unpack that.
    uint16_t method;
    bool can_unpack;
    bool is_encrypted;
} czip_entry;

void czip_free_error(char *_Nullable message);

// Opens an archive for reading.
char *_Nullable czip_open(const char *_Nonnull path, czip *_Nullable *_Nonnull result);
void czip_close(czip *_Nonnull archive);

// The number of entries, directories included.
int64_t czip_count(czip *_Nonnull archive);

// Describes an entry; false where its name or the rest cannot be read.
bool czip_describe(czip *_Nonnull archive, int64_t index, czip_entry *_Nonnull result);

// Reads an entry whole into `target`, checks its CRC and that it has exactly `size` bytes.
char *_Nullable czip_read(czip *_Nonnull archive, int64_t index, uint8_t *_Nonnull target,
                          size_t size);

// Reads the first bytes of an entry into `target`, fewer where it has no more; -1 where that fails.
int64_t czip_start(czip *_Nonnull archive, int64_t index, uint8_t *_Nonnull target, size_t size);

// Brings the bytes of an entry of a new archive, valid until it is called again; false where it cannot.
typedef bool (*czip_provider)(void *_Nonnull context, int64_t index,
                              const uint8_t *_Nullable *_Nonnull bytes, size_t *_Nonnull count);

// Writes an archive with entries of the given names, stored as they are; an earlier file of the path is replaced
// when all is written. One entry's bytes at a time are asked for, so that memory does not grow with the archive.
char *_Nullable czip_write(const char *_Nonnull path, const char *_Nonnull const *_Nonnull names,
                           int64_t count, czip_provider _Nonnull provider,
                           void *_Nonnull context);

#ifdef __cplusplus
}
#endif

#endif
