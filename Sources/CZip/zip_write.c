#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zip.h>

#include "CZip.h"
#include "messages.h"

// An entry on its way into an archive: libzip asks for its bytes when it closes the archive.
typedef struct {
    czip_provider provider;
    void *context;
    int64_t index;
    const uint8_t *bytes;
    size_t count, place;
    zip_error_t error;
} entry;

static zip_int64_t read_bytes(entry *state, void *target, zip_uint64_t most) {
    const size_t left = state->count - state->place;
    const size_t count = left < most ? left : (size_t)most;
    if (count > 0) memcpy(target, state->bytes + state->place, count);
    state->place += count;
    return (zip_int64_t)count;
}

static zip_int64_t open_entry(entry *state) {
    state->place = 0;
    if (state->provider(state->context, state->index, &state->bytes, &state->count)) return 0;
    zip_error_set(&state->error, ZIP_ER_READ, 0);
    return -1;
}

// What libzip wants to know of a source, and does with it.
static zip_int64_t answer(void *user, void *data, zip_uint64_t length, zip_source_cmd_t command) {
    entry *state = user;
    switch (command) {
        case ZIP_SOURCE_OPEN: return open_entry(state);
        case ZIP_SOURCE_READ: return read_bytes(state, data, length);
        case ZIP_SOURCE_CLOSE: return 0;
        case ZIP_SOURCE_STAT:
            // The size is not known before the bytes are there.
            zip_stat_init(data);
            return sizeof(zip_stat_t);
        case ZIP_SOURCE_ERROR: return zip_error_to_data(&state->error, data, length);
        case ZIP_SOURCE_FREE: free(state); return 0;
        case ZIP_SOURCE_SUPPORTS:
            return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                                  ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR,
                                                  ZIP_SOURCE_FREE, -1);
        default: zip_error_set(&state->error, ZIP_ER_OPNOTSUPP, 0); return -1;
    }
}

static bool add(zip_t *archive, const char *name, const entry *described) {
    entry *state = malloc(sizeof *state);
    if (state == NULL) return false;
    *state = *described;
    zip_error_init(&state->error);
    zip_source_t *source = zip_source_function(archive, answer, state);
    if (source == NULL) {
        free(state);
        return false;
    }
    const zip_int64_t place = zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8);
    if (place < 0) {
        zip_source_free(source);
        return false;
    }
    // Photographs are packed already; and one date, the first that the format has, so that the same
    // photographs make the same archive.
    return zip_set_file_compression(archive, (zip_uint64_t)place, ZIP_CM_STORE, 0) == 0 &&
           zip_file_set_dostime(archive, (zip_uint64_t)place, 0, 0x21, 0) == 0;
}

char *czip_write(const char *path, const char *const *names, int64_t count, czip_provider provider,
                 void *context) {
    int code = 0;
    zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (archive == NULL) return czip_code_message(code);
    bool succeeded = true;
    for (int64_t index = 0; succeeded && index < count; index++) {
        const entry described = {.provider = provider, .context = context, .index = index};
        succeeded = add(archive, names[index], &described);
    }
    if (succeeded && zip_close(archive) == 0) return NULL;
    char *message = czip_message(zip_strerror(archive));
    zip_discard(archive);
    return message;
}
