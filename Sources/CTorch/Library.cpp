// Errors, versions, threads, devices and the types' codes.
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/core/grad_mode.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <torch/version.h>

#include <cstdlib>
#include <cstring>

#include "Door.h"

namespace door {

ctorch_error *error(const char *message) noexcept {
    try {
        return new ctorch_error{message};
    } catch (...) {
        std::abort();  // no memory is left even to say so
    }
}

at::ScalarType scalar_type(ctorch_type type) {
    switch (type) {
        case CTORCH_BOOL: return at::kBool;
        case CTORCH_UINT8: return at::kByte;
        case CTORCH_INT32: return at::kInt;
        case CTORCH_INT64: return at::kLong;
        case CTORCH_FLOAT16: return at::kHalf;
        case CTORCH_BFLOAT16: return at::kBFloat16;
        case CTORCH_FLOAT32: return at::kFloat;
        case CTORCH_FLOAT64: return at::kDouble;
        case CTORCH_OTHER_TYPE: break;
    }
    throw std::invalid_argument("this type of number is not supported");
}

ctorch_type type_code(at::ScalarType type) noexcept {
    switch (type) {
        case at::kBool: return CTORCH_BOOL;
        case at::kByte: return CTORCH_UINT8;
        case at::kInt: return CTORCH_INT32;
        case at::kLong: return CTORCH_INT64;
        case at::kHalf: return CTORCH_FLOAT16;
        case at::kBFloat16: return CTORCH_BFLOAT16;
        case at::kFloat: return CTORCH_FLOAT32;
        case at::kDouble: return CTORCH_FLOAT64;
        default: return CTORCH_OTHER_TYPE;
    }
}

at::Device device(ctorch_device d) {
    return d.is_cuda ? at::Device(at::kCUDA, d.index) : at::Device(at::kCPU);
}

}  // namespace door

extern "C" {

const char *ctorch_error_message(const ctorch_error *error) { return error->message.c_str(); }
void ctorch_error_free(ctorch_error *error) { delete error; }

const char *ctorch_version(void) { return TORCH_VERSION; }

char *ctorch_build_description(void) {
    char *text = nullptr;
    ctorch_error *failure = door::guard([&] { text = strdup(at::show_config().c_str()); });
    ctorch_error_free(failure);
    return text;
}

void ctorch_string_free(char *string) { free(string); }

void ctorch_set_thread_count(int count) {
    ctorch_error_free(door::guard([&] {
        // A thread takes the setting of whoever set last when it first asks for its own, also where
        // it has set one before: it asks now, so that nobody's comes in between.
        at::get_num_threads();
        at::set_num_threads(count);
    }));
}

int ctorch_thread_count(void) {
    int count = 1;
    ctorch_error_free(door::guard([&] { count = at::get_num_threads(); }));
    return count;
}

bool ctorch_cuda_available(void) {
    bool available = false;
    ctorch_error_free(door::guard([&] {
        available = at::globalContext().hasCUDA();
    }));
    return available;
}

int ctorch_cuda_device_count(void) {
    int count = 0;
    if (ctorch_cuda_available()) {
        ctorch_error_free(door::guard(
            [&] { count = at::detail::getCUDAHooks().deviceCount(); }));
    }
    return count;
}

bool ctorch_gradient_enabled(void) { return at::GradMode::is_enabled(); }
void ctorch_set_gradient_enabled(bool enabled) { at::GradMode::set_enabled(enabled); }

}
