// What every body behind the door is written with.
#pragma once

// Each operation has a header of its own; all of them together take ten seconds to compile.
#include <ATen/core/Tensor.h>

#include <new>
#include <string>
#include <vector>

#include "CTorch.h"

struct ctorch_error {
    std::string message;
};
struct ctorch_tensor {
    at::Tensor value;
};
struct ctorch_generator {
    at::Generator value;
};

namespace door {

ctorch_error *error(const char *message) noexcept;

/// Runs `body` and turns whatever it throws into an error that the caller owns.
template <typename Body>
ctorch_error *guard(Body &&body) noexcept {
    try {
        body();
        return nullptr;
    } catch (const std::bad_alloc &) {
        return error("out of memory");
    } catch (const c10::Error &e) {
        return error(e.what_without_backtrace());
    } catch (const std::exception &e) {
        return error(e.what());
    } catch (...) {
        return error("unknown failure inside libtorch");
    }
}

/// Runs `body` and hands its tensor out.
template <typename Body>
ctorch_error *give(ctorch_tensor **out, Body &&body) noexcept {
    return guard([&] { *out = new ctorch_tensor{body()}; });
}

inline at::IntArrayRef list(const int64_t *values, int64_t count) {
    return {values, static_cast<size_t>(count)};
}

inline std::vector<at::Tensor> list(ctorch_tensor *const *tensors, int64_t count) {
    std::vector<at::Tensor> result;
    result.reserve(count);
    for (int64_t i = 0; i < count; ++i) result.push_back(tensors[i]->value);
    return result;
}

inline c10::optional<at::Tensor> maybe(const ctorch_tensor *x) {
    return x ? c10::optional<at::Tensor>(x->value) : c10::nullopt;
}

at::ScalarType scalar_type(ctorch_type type);
ctorch_type type_code(at::ScalarType type) noexcept;
at::Device device(ctorch_device d);
inline at::TensorOptions options(ctorch_type type, ctorch_device d) {
    return at::TensorOptions().dtype(scalar_type(type)).device(device(d));
}

}  // namespace door
