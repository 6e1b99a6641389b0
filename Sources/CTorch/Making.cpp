// Making tensors, looking at them, randomness.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/full.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/randperm.h>

#include "Door.h"

using namespace door;

extern "C" {

ctorch_error *ctorch_full(ctorch_tensor **out, double value, const int64_t *shape, int64_t rank,
                          ctorch_type type, ctorch_device d) {
    return give(out, [&] { return at::full(list(shape, rank), value, options(type, d)); });
}

ctorch_error *ctorch_arange(ctorch_tensor **out, double start, double end, double step,
                            ctorch_type type, ctorch_device d) {
    return give(out, [&] { return at::arange(start, end, step, options(type, d)); });
}

ctorch_error *ctorch_linspace(ctorch_tensor **out, double start, double end, int64_t count,
                              ctorch_type type, ctorch_device d) {
    return give(out, [&] { return at::linspace(start, end, count, options(type, d)); });
}

ctorch_error *ctorch_from_data(ctorch_tensor **out, const void *data, const int64_t *shape,
                               int64_t rank, ctorch_type type, ctorch_device d) {
    return give(out, [&] {
        at::TensorOptions on_cpu = at::TensorOptions().dtype(scalar_type(type));
        return at::from_blob(const_cast<void *>(data), list(shape, rank), on_cpu)
            .to(device(d), scalar_type(type), false, /*copy=*/true);
    });
}

void ctorch_free(ctorch_tensor *tensor) { delete tensor; }

int64_t ctorch_rank(const ctorch_tensor *x) { return x->value.dim(); }
int64_t ctorch_size(const ctorch_tensor *x, int64_t axis) { return x->value.sizes()[axis]; }
ctorch_type ctorch_type_of(const ctorch_tensor *x) { return type_code(x->value.scalar_type()); }

ctorch_device ctorch_device_of(const ctorch_tensor *x) {
    return {x->value.is_cuda(), x->value.device().index()};
}

bool ctorch_requires_gradient(const ctorch_tensor *x) { return x->value.requires_grad(); }
bool ctorch_is_contiguous(const ctorch_tensor *x) { return x->value.is_contiguous(); }

const void *ctorch_data(const ctorch_tensor *x) {
    return x->value.is_cpu() && x->value.is_contiguous() ? x->value.const_data_ptr() : nullptr;
}

ctorch_error *ctorch_item(double *out, const ctorch_tensor *x) {
    return guard([&] { *out = x->value.item().toDouble(); });
}

ctorch_error *ctorch_generator_new(ctorch_generator **out, uint64_t seed, ctorch_device d) {
    return guard([&] {
        at::Generator made = d.is_cuda ? at::detail::getCUDAHooks().getNewGenerator(d.index)
                                       : at::make_generator<at::CPUGeneratorImpl>();
        made.set_current_seed(seed);
        *out = new ctorch_generator{made};
    });
}

void ctorch_generator_free(ctorch_generator *generator) { delete generator; }

ctorch_error *ctorch_generator_state(ctorch_tensor **out, const ctorch_generator *generator) {
    return give(out, [&] { return generator->value.get_state(); });
}

ctorch_error *ctorch_generator_set_state(ctorch_generator *generator, const ctorch_tensor *state) {
    return guard([&] { generator->value.set_state(state->value); });
}

ctorch_error *ctorch_random_normal(ctorch_tensor **out, const int64_t *shape, int64_t rank,
                                   ctorch_generator *generator, ctorch_type type,
                                   ctorch_device d) {
    return give(out, [&] {
        return at::randn(list(shape, rank), generator->value, options(type, d));
    });
}

ctorch_error *ctorch_random_uniform(ctorch_tensor **out, const int64_t *shape, int64_t rank,
                                    ctorch_generator *generator, ctorch_type type,
                                    ctorch_device d) {
    return give(out, [&] {
        return at::rand(list(shape, rank), generator->value, options(type, d));
    });
}

ctorch_error *ctorch_random_permutation(ctorch_tensor **out, int64_t count,
                                        ctorch_generator *generator, ctorch_device d) {
    return give(out, [&] {
        return at::randperm(count, generator->value, options(CTORCH_INT64, d));
    });
}

}
