#include <stdio.h>
#include <stdlib.h>

#include <zip.h>

#include "CZip.h"
#include "messages.h"

// Stands in for a message that cannot be allocated, so that NULL always means success.
static char out_of_memory[] = "memory has run out";

char *czip_message(const char *text) {
    const size_t capacity = 512;
    char *message = malloc(capacity);
    if (message == NULL) return out_of_memory;
    snprintf(message, capacity, "%s", text);
    return message;
}

char *czip_code_message(int code) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    char *message = czip_message(zip_error_strerror(&error));
    zip_error_fini(&error);
    return message;
}

void czip_free_error(char *message) {
    if (message != out_of_memory) free(message);
}

// zip_t under a name of our own, so that Swift need not see zip.h.
static zip_t *unwrap(czip *archive) { return (zip_t *)archive; }

char *czip_open(const char *path, czip **result) {
    int code = 0;
    zip_t *archive = zip_open(path, ZIP_RDONLY, &code);
    if (archive != NULL) {
        *result = (czip *)archive;
        return NULL;
    }
    return czip_code_message(code);
}

// Discard: a reader has nothing to write back.
void czip_close(czip *archive) { zip_discard(unwrap(archive)); }

int64_t czip_count(czip *archive) { return zip_get_num_entries(unwrap(archive), 0); }

bool czip_describe(czip *archive, int64_t index, czip_entry *result) {
    zip_stat_t facts;
    if (zip_stat_index(unwrap(archive), (zip_uint64_t)index, 0, &facts) != 0) return false;
    if (!(facts.valid & ZIP_STAT_NAME)) return false;
    result->name = facts.name;
    result->has_size = facts.valid & ZIP_STAT_SIZE;
    result->size = result->has_size ? facts.size : 0;
    const bool has_method = facts.valid & ZIP_STAT_COMP_METHOD;
    result->method = has_method ? facts.comp_method : ZIP_CM_STORE;
    result->is_stored = has_method && facts.comp_method == ZIP_CM_STORE;
    result->can_unpack = zip_compression_method_supported(result->method, 0);
    result->is_encrypted =
        (facts.valid & ZIP_STAT_ENCRYPTION_METHOD) && facts.encryption_method != ZIP_EM_NONE;
    return true;
}

// Fills `target` and asks for one byte more: libzip checks the CRC when it meets the end.
static char *fill(zip_file_t *file, uint8_t *target, size_t size) {
    size_t count = 0;
    while (true) {
        uint8_t beyond;
        const bool full = count == size;
        const zip_int64_t got =
            full ? zip_fread(file, &beyond, 1) : zip_fread(file, target + count, size - count);
        if (got < 0) return czip_message(zip_file_strerror(file));
        if (got == 0 && full) return NULL;
        if (got == 0 || full) return czip_message("the entry has another size than stated");
        count += (size_t)got;
    }
}

char *czip_read(czip *archive, int64_t index, uint8_t *target, size_t size) {
    zip_file_t *file = zip_fopen_index(unwrap(archive), (zip_uint64_t)index, 0);
    if (file == NULL) return czip_message(zip_strerror(unwrap(archive)));
    char *error = fill(file, target, size);
    zip_fclose(file);
    return error;
}

int64_t czip_start(czip *archive, int64_t index, uint8_t *target, size_t size) {
    zip_file_t *file = zip_fopen_index(unwrap(archive), (zip_uint64_t)index, 0);
    if (file == NULL) return -1;
    const zip_int64_t got = zip_fread(file, target, size);
    zip_fclose(file);
    return got;
}
