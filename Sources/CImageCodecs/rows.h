// What every decoder does with the rows that its library gives it: colours to sRGB, transparency over white,
// and sides of one in so many, by the mean of the pixels that become one.
#ifndef CIC_ROWS_H
#define CIC_ROWS_H

#include "CImageCodecs.h"
#include "colour.h"

typedef struct {
    size_t width;  // of the rows that come in
    size_t height;
    size_t reduction;
    cic_samples samples;
    cic_colour colour;
    cic_picture picture;
    uint32_t *sums;  // of the row that is being made; NULL where nothing is reduced
    size_t row;
} cic_rows;

// Takes memory for the picture and takes over the colour; false where memory has run out.
bool cic_rows_open(cic_rows *rows, size_t width, size_t height, size_t reduction,
                   cic_samples samples, cic_colour colour);
// Takes the next row, whose samples are changed. There are exactly `height` of them.
void cic_rows_add(cic_rows *rows, uint8_t *samples);
// Hands the picture over. Afterwards there is nothing to close.
cic_picture cic_rows_finish(cic_rows *rows, uint32_t notes, int32_t orientation);
// Gives back what was taken; also of rows that were never opened and are zero.
void cic_rows_close(cic_rows *rows);

#endif
