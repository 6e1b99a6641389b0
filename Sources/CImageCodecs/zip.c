#include <stdlib.h>

#include <zip.h>

#include "CImageCodecs.h"
#include "errors.h"

// zip_t under a name of our own, so that Swift need not see zip.h.
static zip_t *unwrap(cic_zip *archive) { return (zip_t *)archive; }

char *cic_zip_open(const char *path, cic_zip **result) {
    int code = 0;
    zip_t *archive = zip_open(path, ZIP_RDONLY, &code);
    if (archive != NULL) {
        *result = (cic_zip *)archive;
        return NULL;
    }
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    char *message = cic_error("%s", zip_error_strerror(&error));
    zip_error_fini(&error);
    return message;
}

// Discard: a reader has nothing to write back.
void cic_zip_close(cic_zip *archive) { zip_discard(unwrap(archive)); }

int64_t cic_zip_count(cic_zip *archive) { return zip_get_num_entries(unwrap(archive), 0); }

const char *cic_zip_name(cic_zip *archive, int64_t index) {
    return zip_get_name(unwrap(archive), (zip_uint64_t)index, 0);
}

// Fills `target` and asks for one byte more: libzip checks the CRC when it meets the end.
static char *fill(zip_file_t *file, uint8_t *target, size_t size) {
    size_t count = 0;
    while (true) {
        uint8_t beyond;
        const bool full = count == size;
        const zip_int64_t got =
            full ? zip_fread(file, &beyond, 1) : zip_fread(file, target + count, size - count);
        if (got < 0) return cic_error("%s", zip_file_strerror(file));
        if (got == 0 && full) return NULL;
        if (got == 0 || full) return cic_error("the entry has another size than stated");
        count += (size_t)got;
    }
}

char *cic_zip_read(cic_zip *archive, int64_t index, size_t limit, cic_bytes *result) {
    zip_stat_t facts;
    if (zip_stat_index(unwrap(archive), (zip_uint64_t)index, 0, &facts) != 0) {
        return cic_error("%s", zip_strerror(unwrap(archive)));
    }
    if (!(facts.valid & ZIP_STAT_SIZE)) return cic_error("the entry's size is not stated");
    if (facts.size > limit) {
        return cic_error("%llu bytes are more than the limit of %zu",
                         (unsigned long long)facts.size, limit);
    }
    zip_file_t *file = zip_fopen_index(unwrap(archive), (zip_uint64_t)index, 0);
    if (file == NULL) return cic_error("%s", zip_strerror(unwrap(archive)));
    const size_t size = (size_t)facts.size;
    uint8_t *bytes = malloc(size > 0 ? size : 1);
    char *error = bytes == NULL ? cic_error("memory has run out") : fill(file, bytes, size);
    zip_fclose(file);
    if (error != NULL) {
        free(bytes);
        return error;
    }
    *result = (cic_bytes){bytes, size};
    return NULL;
}
