// Copies, views and lookups.
#include <ATen/ops/cat.h>
#include <ATen/ops/ones_like.h>
#include <ATen/ops/searchsorted.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros_like.h>

#include "Door.h"

using namespace door;

static at::Tensor copied(ctorch_copy kind, const at::Tensor &x) {
    switch (kind) {
        case CTORCH_CLONE: return x.clone();
        case CTORCH_DETACH: return x.detach();
        case CTORCH_CONTIGUOUS: return x.contiguous();
        case CTORCH_CHANNELS_LAST: return x.contiguous(at::MemoryFormat::ChannelsLast);
        case CTORCH_ZEROS_LIKE: return at::zeros_like(x);
        case CTORCH_ONES_LIKE: return at::ones_like(x);
    }
    throw std::invalid_argument("unknown kind of copy");
}

static at::Tensor along_axis(ctorch_axis_operation op, const at::Tensor &x, int64_t axis) {
    switch (op) {
        case CTORCH_CUMULATIVE_SUM: return x.cumsum(axis);
        case CTORCH_CUMULATIVE_PRODUCT: return x.cumprod(axis);
        case CTORCH_SOFTMAX: return x.softmax(axis);
        case CTORCH_LOG_SOFTMAX: return x.log_softmax(axis);
        case CTORCH_ARGMAX: return x.argmax(axis);
        case CTORCH_ARGMIN: return x.argmin(axis);
        case CTORCH_FLIP: return x.flip({axis});
        case CTORCH_UNSQUEEZE: return x.unsqueeze(axis);
        case CTORCH_SQUEEZE: return x.squeeze(axis);
    }
    throw std::invalid_argument("unknown operation");
}

extern "C" {

ctorch_error *ctorch_along_axis(ctorch_tensor **out, ctorch_axis_operation op,
                                const ctorch_tensor *x, int64_t axis) {
    return give(out, [&] { return along_axis(op, x->value, axis); });
}

ctorch_error *ctorch_copied(ctorch_tensor **out, ctorch_copy kind, const ctorch_tensor *x) {
    return give(out, [&] { return copied(kind, x->value); });
}

ctorch_error *ctorch_converted(ctorch_tensor **out, const ctorch_tensor *x, ctorch_type type,
                               ctorch_device d) {
    return give(out, [&] { return x->value.to(device(d), scalar_type(type)); });
}

ctorch_error *ctorch_reshape(ctorch_tensor **out, const ctorch_tensor *x, const int64_t *shape,
                             int64_t rank) {
    return give(out, [&] { return x->value.reshape(list(shape, rank)); });
}

ctorch_error *ctorch_expand(ctorch_tensor **out, const ctorch_tensor *x, const int64_t *shape,
                            int64_t rank) {
    return give(out, [&] { return x->value.expand(list(shape, rank)); });
}

ctorch_error *ctorch_repeat(ctorch_tensor **out, const ctorch_tensor *x, const int64_t *times,
                            int64_t rank) {
    return give(out, [&] { return x->value.repeat(list(times, rank)); });
}

ctorch_error *ctorch_permute(ctorch_tensor **out, const ctorch_tensor *x, const int64_t *axes,
                             int64_t rank) {
    return give(out, [&] { return x->value.permute(list(axes, rank)); });
}

ctorch_error *ctorch_transpose(ctorch_tensor **out, const ctorch_tensor *x, int64_t a, int64_t b) {
    return give(out, [&] { return x->value.transpose(a, b); });
}

ctorch_error *ctorch_narrow(ctorch_tensor **out, const ctorch_tensor *x, int64_t axis,
                            int64_t start, int64_t length) {
    return give(out, [&] { return x->value.narrow(axis, start, length); });
}

ctorch_error *ctorch_select(ctorch_tensor **out, const ctorch_tensor *x, int64_t axis,
                            int64_t index) {
    return give(out, [&] { return x->value.select(axis, index); });
}

ctorch_error *ctorch_index_select(ctorch_tensor **out, const ctorch_tensor *x, int64_t axis,
                                  const ctorch_tensor *indices) {
    return give(out, [&] { return x->value.index_select(axis, indices->value); });
}

ctorch_error *ctorch_index_copy(ctorch_tensor **out, const ctorch_tensor *x, int64_t axis,
                                const ctorch_tensor *indices, const ctorch_tensor *source) {
    return give(out, [&] { return x->value.index_copy(axis, indices->value, source->value); });
}

ctorch_error *ctorch_gather(ctorch_tensor **out, const ctorch_tensor *x, int64_t axis,
                            const ctorch_tensor *indices) {
    return give(out, [&] { return x->value.gather(axis, indices->value); });
}

ctorch_error *ctorch_concatenate(ctorch_tensor **out, ctorch_tensor *const *tensors, int64_t count,
                                 int64_t axis) {
    return give(out, [&] { return at::cat(list(tensors, count), axis); });
}

ctorch_error *ctorch_stack(ctorch_tensor **out, ctorch_tensor *const *tensors, int64_t count,
                           int64_t axis) {
    return give(out, [&] { return at::stack(list(tensors, count), axis); });
}

ctorch_error *ctorch_sort(ctorch_tensor **values, ctorch_tensor **order, const ctorch_tensor *x,
                          int64_t axis) {
    return guard([&] {
        auto [sorted, indices] = x->value.sort(axis);
        auto first = std::make_unique<ctorch_tensor>(ctorch_tensor{sorted});
        *order = new ctorch_tensor{indices};
        *values = first.release();
    });
}

ctorch_error *ctorch_search_sorted(ctorch_tensor **out, const ctorch_tensor *sorted,
                                   const ctorch_tensor *values) {
    return give(out, [&] { return at::searchsorted(sorted->value, values->value); });
}

}
