#include "colour.h"

#include <lcms2.h>
#include <stdlib.h>

// Nearer than this to sRGB in every channel of every colour that is tried, a profile is sRGB: the many
// profiles of that name differ by one or two in dark colours.
static const int largest_difference = 2;

const cic_primaries cic_adobe_rgb = {
    {0.3127, 0.3290}, {0.64, 0.33}, {0.21, 0.71}, {0.15, 0.06}, 563.0 / 256.0,
};

// Grey samples stand three times each: the first is the one that counts.
#define FORMAT_GRAY_OF_RGB                                                                         \
    (COLORSPACE_SH(PT_GRAY) | CHANNELS_SH(1) | EXTRA_SH(2) | BYTES_SH(1))
#define FORMAT_GRAY_OF_RGBA                                                                        \
    (COLORSPACE_SH(PT_GRAY) | CHANNELS_SH(1) | EXTRA_SH(3) | BYTES_SH(1))

// Whether a conversion changes no colour by more than is to be seen.
static bool is_identity(cmsHTRANSFORM transform, bool is_grey) {
    for (int red = 0; red <= 255; red += 51) {
        for (int green = 0; green <= 255; green += 51) {
            for (int blue = 0; blue <= 255; blue += 51) {
                if (is_grey && (red != green || green != blue)) continue;
                const uint8_t colour[4] = {(uint8_t)red, (uint8_t)green, (uint8_t)blue, 0};
                uint8_t converted[4] = {0};
                cmsDoTransform(transform, colour, converted, 1);
                for (int c = 0; c < 3; c++) {
                    if (abs(converted[c] - colour[c]) > largest_difference) return false;
                }
            }
        }
    }
    return true;
}

// How Little CMS reads samples that a profile of that space describes; 0 where they do not fit.
static cmsUInt32Number format_of(cmsColorSpaceSignature space, cic_samples samples) {
    switch (samples) {
        case CIC_SAMPLES_RGB:
            return space == cmsSigRgbData    ? TYPE_RGB_8
                   : space == cmsSigGrayData ? FORMAT_GRAY_OF_RGB
                                             : 0;
        case CIC_SAMPLES_RGBA:
            return space == cmsSigRgbData    ? TYPE_RGBA_8
                   : space == cmsSigGrayData ? FORMAT_GRAY_OF_RGBA
                                             : 0;
        case CIC_SAMPLES_INKS:
            return space == cmsSigCmykData ? TYPE_CMYK_8 : 0;
        case CIC_SAMPLES_INKS_INVERTED:
            return space == cmsSigCmykData ? TYPE_CMYK_8_REV : 0;
    }
    return 0;
}

static bool are_inks(cic_samples samples) {
    return samples == CIC_SAMPLES_INKS || samples == CIC_SAMPLES_INKS_INVERTED;
}

// Takes the context, and the profile, which may be NULL.
static cic_colour colour_of(cmsContext context, cmsHPROFILE profile, cic_samples samples) {
    cic_colour colour = {NULL, NULL, true};
    cmsHPROFILE srgb = cmsCreate_sRGBProfileTHR(context);
    const cmsColorSpaceSignature space = profile != NULL ? cmsGetColorSpace(profile) : 0;
    const cmsUInt32Number format = profile != NULL ? format_of(space, samples) : 0;
    const cmsUInt32Number target =
        samples == CIC_SAMPLES_RGBA ? TYPE_RGBA_8 : TYPE_RGB_8;
    if (srgb != NULL && format != 0) {
        colour.transform = cmsCreateTransformTHR(context, profile, format, srgb, target,
                                                 INTENT_PERCEPTUAL, 0);
    }
    if (colour.transform != NULL) {
        colour.is_ignored = false;
        if (!are_inks(samples) && is_identity(colour.transform, space == cmsSigGrayData)) {
            cmsDeleteTransform(colour.transform);
            colour.transform = NULL;
        }
    }
    if (srgb != NULL) cmsCloseProfile(srgb);
    if (profile != NULL) cmsCloseProfile(profile);
    if (colour.transform != NULL) {
        colour.context = context;
    } else {
        cmsDeleteContext(context);
    }
    return colour;
}

cic_colour cic_colour_of_profile(const uint8_t *profile, size_t count, cic_samples samples) {
    cmsContext context = cmsCreateContext(NULL, NULL);
    if (context == NULL) return (cic_colour){NULL, NULL, true};
    cmsHPROFILE opened = cmsOpenProfileFromMemTHR(context, profile, (cmsUInt32Number)count);
    return colour_of(context, opened, samples);
}

cic_colour cic_colour_of_primaries(const cic_primaries *primaries, cic_samples samples) {
    cmsContext context = cmsCreateContext(NULL, NULL);
    if (context == NULL) return (cic_colour){NULL, NULL, true};
    const cmsCIExyY white = {primaries->white[0], primaries->white[1], 1};
    const cmsCIExyYTRIPLE corners = {
        {primaries->red[0], primaries->red[1], 1},
        {primaries->green[0], primaries->green[1], 1},
        {primaries->blue[0], primaries->blue[1], 1},
    };
    cmsToneCurve *curve = cmsBuildGamma(context, primaries->gamma);
    cmsToneCurve *curves[3] = {curve, curve, curve};
    cmsHPROFILE profile =
        curve != NULL ? cmsCreateRGBProfileTHR(context, &white, &corners, curves) : NULL;
    if (curve != NULL) cmsFreeToneCurve(curve);
    return colour_of(context, profile, samples);
}

void cic_colour_convert(const cic_colour *colour, const uint8_t *source, uint8_t *target,
                        size_t pixels) {
    cmsDoTransform(colour->transform, source, target, (cmsUInt32Number)pixels);
}

void cic_colour_close(cic_colour *colour) {
    if (colour->transform == NULL) return;
    cmsDeleteTransform(colour->transform);
    cmsDeleteContext(colour->context);
    colour->transform = NULL;
}
