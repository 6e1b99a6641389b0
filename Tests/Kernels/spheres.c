// The ball that a field begins as, and the sphere behind the head.
#include "check.h"

static double length_of(const float *points, int lane, int lanes) {
    double sum = 0;
    for (int axis = 0; axis < 3; axis++) {
        const double x = points[axis * lanes + lane];
        sum += x * x;
    }
    return sqrt(sum);
}

static void check_ball(const ck_kernels *k) {
    const float gains[] = {0, 0.5f, 60}, radii[] = {0, 0.6f, 3};
    begin(k, "ball");
    for (int g = 0; g < 3; g++)
        for (int r = 0; r < 3; r++) {
            float *points = uniforms(3 * k->lanes, -2, 2);
            // The middle, and points on an axis.
            for (int axis = 0; axis < 3; axis++) points[axis * k->lanes] = 0;
            points[1] = points[k->lanes + 1] = 0;
            float *density = uniforms(k->lanes, -20, 20), *old = room(k->lanes);
            memcpy(old, density, (size_t)k->lanes * sizeof *density);
            k->ball(gains[g], radii[r], points, density);
            for (int lane = 0; lane < k->lanes; lane++) {
                const double distance = length_of(points, lane, k->lanes);
                const double inside = radii[r] - distance;
                const double expected = old[lane] + gains[g] * inside;
                // Three roundings of a sum of squares, which the root halves, and its own; those
                // of the difference, of the product and of the sum.
                const double bound =
                    gains[g] * (3 * distance + 2 * fabs(inside)) + fabs(expected);
                close_to(density[lane], expected, ROUNDING * bound);
            }
        }
    end();
}

/// Where a ray leaves a sphere, in double precision.
///
/// Returns how far the distance may be off: half of the chord is a root, which magnifies the
/// roundings below it where a ray touches the sphere.
static double exit_of(
    const float origin[3], const float *directions, int lane, int lanes, double radius,
    double point[3]
) {
    double along = 0, square = -radius * radius;
    for (int axis = 0; axis < 3; axis++) {
        along -= (double)directions[axis * lanes + lane] * origin[axis];
        square += (double)origin[axis] * origin[axis];
    }
    const double half = sqrt(fmax(0, along * along - square));
    for (int axis = 0; axis < 3; axis++)
        point[axis] =
            (origin[axis] + directions[axis * lanes + lane] * (along + half)) / radius;
    // Sums of three products for both, the square of one, the radius' square and two differences.
    const double below = 12 * ROUNDING * (along * along + radius * radius);
    return 4 * ROUNDING * (along + half) + below / fmax(half, sqrt(below));
}

static void check_exits(const ck_kernels *k) {
    const float origins[][3] = {{0, 0, 1}, {0.29f, -0.5f, 0.8f}, {-1.2f, 0.9f, -1.1f}};
    const float radii[] = {0.3f, 0.12f, 0.7f};
    long hits = 0, misses = 0;
    begin(k, "exits");
    for (int o = 0; o < 3; o++)
        for (int r = 0; r < 3; r++)
            for (int round = 0; round < 64; round++) {
                release();
                float *directions = uniforms(3 * k->lanes, -0.5f, 0.5f), *to = room(3 * k->lanes);
                for (int lane = 0; lane < k->lanes; lane++) {
                    float *d = directions + lane, length = 0;
                    for (int axis = 0; axis < 3; axis++) {
                        d[axis * k->lanes] -= origins[o][axis];
                        length += d[axis * k->lanes] * d[axis * k->lanes];
                    }
                    for (int axis = 0; axis < 3; axis++) d[axis * k->lanes] /= sqrtf(length);
                }
                k->exits(origins[o], directions, radii[r], to);
                for (int lane = 0; lane < k->lanes; lane++) {
                    double point[3];
                    const double off =
                        exit_of(origins[o], directions, lane, k->lanes, radii[r], point);
                    for (int axis = 0; axis < 3; axis++)
                        close_to(
                            to[axis * k->lanes + lane], point[axis],
                            // The rounding of the point, and that of the quotient.
                            (off + 2 * ROUNDING * fabs(origins[o][axis])) / radii[r]
                                + 2 * ROUNDING * fabs(point[axis]));
                    const double distance = length_of(to, lane, k->lanes);
                    const double allowed = 2 * off / radii[r] + 8 * ROUNDING / radii[r];
                    // On the sphere, or the nearest point of a ray that misses it.
                    is_true(distance >= 1 - allowed);
                    if (distance > 1 + allowed) misses++;
                    else hits++;
                }
            }
    is_true(hits > 1000 && misses > 1000);
    end();
}

void check_spheres(const ck_kernels *k) {
    check_ball(k);
    check_exits(k);
}
