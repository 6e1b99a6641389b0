// Messages of the caller's own: libzip's are gone with the object that they are about.
#ifndef C_ZIP_MESSAGES_H
#define C_ZIP_MESSAGES_H

// A copy that czip_free_error takes.
char *czip_message(const char *text);

// The text of a code of zip_open.
char *czip_code_message(int code);

#endif
