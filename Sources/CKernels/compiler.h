// What clang and gcc say differently.
#ifndef COMPILER_H
#define COMPILER_H

#define PRAGMA(...) _Pragma(#__VA_ARGS__)

// Before a loop: all of its rounds are written out. The longest has one for each sum of a block.
#if defined(__clang__)
#define UNROLL PRAGMA(clang loop unroll(full))
#else
#define UNROLL PRAGMA(GCC unroll 24)
#endif

// At the beginning of a block: products and sums that are written apart round apart, also where the
// processor could fuse them. (gcc is told so for whole files.)
#if defined(__clang__)
#define ROUND_APART PRAGMA(STDC FP_CONTRACT OFF)
#else
#define ROUND_APART
#endif

// Functions in between may use instructions that the rest of the program does without. Emulated
// (Tests/Kernels) they must do without them too.
#if defined(CKERNELS_EMULATED)
#define BEGIN_TARGET(features)
#define END_TARGET
#elif defined(__clang__)
#define BEGIN_TARGET(features) \
    PRAGMA(clang attribute push(__attribute__((target(features))), apply_to = function))
#define END_TARGET PRAGMA(clang attribute pop)
#else
#define BEGIN_TARGET(features) PRAGMA(GCC push_options) PRAGMA(GCC target(features))
#define END_TARGET PRAGMA(GCC pop_options)
#endif

#endif
