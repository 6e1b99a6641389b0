// Colours of a profile to sRGB, by Little CMS.
#ifndef CIC_COLOUR_H
#define CIC_COLOUR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What a row of samples is.
typedef enum {
    CIC_SAMPLES_RGB,            // three bytes
    CIC_SAMPLES_RGBA,           // four, of which the last stays
    CIC_SAMPLES_INKS,           // cyan, magenta, yellow, black; 255 is full
    CIC_SAMPLES_INKS_INVERTED,  // as Adobe stores them; 255 is none
} cic_samples;

// A conversion to sRGB: in place, but for inks, of which four bytes become three.
typedef struct {
    void *transform;  // NULL where nothing is to be done
    void *context;
    bool is_ignored;  // there is a profile, and it is damaged or of another kind of picture
} cic_colour;

// A description of colours by numbers, as PNG has it.
typedef struct {
    double white[2];
    double red[2];
    double green[2];
    double blue[2];
    double gamma;  // of the light that a sample stands for: 2.2 for most
} cic_primaries;

extern const cic_primaries cic_adobe_rgb;

// A profile that is as good as sRGB asks for nothing. A grey profile fits samples of RGB that are grey.
cic_colour cic_colour_of_profile(const uint8_t *profile, size_t count, cic_samples samples);
cic_colour cic_colour_of_primaries(const cic_primaries *primaries, cic_samples samples);
void cic_colour_convert(const cic_colour *colour, const uint8_t *source, uint8_t *target,
                        size_t pixels);
void cic_colour_close(cic_colour *colour);

#endif
