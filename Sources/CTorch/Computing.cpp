// Arithmetic, reductions and the layers' primitives.
#include <ATen/TensorOperators.h>
#include <ATen/ops/amax.h>
#include <ATen/ops/amin.h>
#include <ATen/ops/atan2.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/baddbmm.h>
#include <ATen/ops/bmm.h>
#include <ATen/ops/clamp_max.h>
#include <ATen/ops/clamp_min.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/group_norm.h>
#include <ATen/ops/hardtanh.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/leaky_relu.h>
#include <ATen/ops/lerp.h>
#include <ATen/ops/linalg_eigh.h>
#include <ATen/ops/linalg_eigvalsh.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/logsumexp.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/maximum.h>
#include <ATen/ops/minimum.h>
#include <ATen/ops/norm.h>
#include <ATen/ops/rsub.h>
#include <ATen/ops/softplus.h>
#include <ATen/ops/upsample_bilinear2d.h>
#include <ATen/ops/var.h>
#include <ATen/ops/where.h>

#include <cmath>

#include "Door.h"

using namespace door;

static at::Tensor unary(ctorch_unary_operation op, const at::Tensor &x) {
    switch (op) {
        case CTORCH_ABS: return x.abs();
        case CTORCH_CEIL: return x.ceil();
        case CTORCH_COS: return x.cos();
        case CTORCH_ERF: return x.erf();
        case CTORCH_EXP: return x.exp();
        case CTORCH_EXPM1: return x.expm1();
        case CTORCH_FLOOR: return x.floor();
        case CTORCH_IS_FINITE: return x.isfinite();
        case CTORCH_IS_NAN: return x.isnan();
        case CTORCH_LOG: return x.log();
        case CTORCH_LOG1P: return x.log1p();
        case CTORCH_LOGICAL_NOT: return x.logical_not();
        case CTORCH_NEGATE: return x.neg();
        case CTORCH_RECIPROCAL: return x.reciprocal();
        case CTORCH_RELU: return x.relu();
        case CTORCH_RELU6: return at::hardtanh(x, 0, 6);
        case CTORCH_ROUND: return x.round();
        case CTORCH_RSQRT: return x.rsqrt();
        case CTORCH_SIGMOID: return x.sigmoid();
        case CTORCH_SIGN: return x.sign();
        case CTORCH_SIN: return x.sin();
        case CTORCH_SOFTPLUS: return at::softplus(x);
        case CTORCH_SQRT: return x.sqrt();
        case CTORCH_SQUARE: return x.square();
        case CTORCH_TAN: return x.tan();
        case CTORCH_TANH: return x.tanh();
    }
    throw std::invalid_argument("unknown operation");
}

static at::Tensor binary(ctorch_binary_operation op, const at::Tensor &a, const at::Tensor &b) {
    switch (op) {
        case CTORCH_ADD: return a + b;
        case CTORCH_SUBTRACT: return a - b;
        case CTORCH_MULTIPLY: return a * b;
        case CTORCH_DIVIDE: return a / b;
        case CTORCH_POWER: return a.pow(b);
        case CTORCH_MAXIMUM: return at::maximum(a, b);
        case CTORCH_MINIMUM: return at::minimum(a, b);
        case CTORCH_ATAN2: return at::atan2(a, b);
        case CTORCH_EQUAL: return a == b;
        case CTORCH_NOT_EQUAL: return a != b;
        case CTORCH_LESS: return a < b;
        case CTORCH_LESS_EQUAL: return a <= b;
        case CTORCH_GREATER: return a > b;
        case CTORCH_GREATER_EQUAL: return a >= b;
        case CTORCH_LOGICAL_AND: return a.logical_and(b);
        case CTORCH_LOGICAL_OR: return a.logical_or(b);
        case CTORCH_MATRIX_PRODUCT: return at::matmul(a, b);
        case CTORCH_BATCHED_PRODUCT: return at::bmm(a, b);
    }
    throw std::invalid_argument("unknown operation");
}

static at::Tensor scalar(ctorch_scalar_operation op, const at::Tensor &x, double value) {
    // A whole number leaves integers integers.
    bool whole = at::isIntegralType(x.scalar_type(), false) && value == std::floor(value) &&
                 std::abs(value) < 0x1p63;
    at::Scalar s = whole ? at::Scalar(static_cast<int64_t>(value)) : at::Scalar(value);
    switch (op) {
        case CTORCH_ADD_SCALAR: return x + s;
        case CTORCH_SUBTRACT_FROM_SCALAR: return at::rsub(x, s);
        case CTORCH_MULTIPLY_SCALAR: return x * s;
        case CTORCH_DIVIDE_SCALAR_BY: return s / x;
        case CTORCH_POWER_SCALAR: return x.pow(s);
        case CTORCH_LEAKY_RELU: return at::leaky_relu(x, s);
        case CTORCH_CLAMP_MINIMUM: return at::clamp_min(x, s);
        case CTORCH_CLAMP_MAXIMUM: return at::clamp_max(x, s);
        case CTORCH_EQUAL_SCALAR: return x == s;
        case CTORCH_LESS_SCALAR: return x < s;
        case CTORCH_LESS_EQUAL_SCALAR: return x <= s;
        case CTORCH_GREATER_SCALAR: return x > s;
        case CTORCH_GREATER_EQUAL_SCALAR: return x >= s;
    }
    throw std::invalid_argument("unknown operation");
}

static at::Tensor reduce(ctorch_reduction op, const at::Tensor &x, at::IntArrayRef axes,
                         bool keep) {
    switch (op) {
        case CTORCH_SUM: return x.sum(axes, keep);
        case CTORCH_MEAN: return x.mean(axes, keep);
        case CTORCH_VARIANCE: return at::var(x, axes, /*unbiased=*/false, keep);
        case CTORCH_MAXIMUM_OF: return at::amax(x, axes, keep);
        case CTORCH_MINIMUM_OF: return at::amin(x, axes, keep);
        case CTORCH_NORM: return at::norm(x, 2, axes, keep);
        case CTORCH_LOG_SUM_EXP: return at::logsumexp(x, axes, keep);
    }
    throw std::invalid_argument("unknown operation");
}

extern "C" {

ctorch_error *ctorch_unary(ctorch_tensor **out, ctorch_unary_operation op,
                           const ctorch_tensor *x) {
    return give(out, [&] { return unary(op, x->value); });
}

ctorch_error *ctorch_binary(ctorch_tensor **out, ctorch_binary_operation op,
                            const ctorch_tensor *a, const ctorch_tensor *b) {
    return give(out, [&] { return binary(op, a->value, b->value); });
}

ctorch_error *ctorch_scalar(ctorch_tensor **out, ctorch_scalar_operation op,
                            const ctorch_tensor *x, double s) {
    return give(out, [&] { return scalar(op, x->value, s); });
}

ctorch_error *ctorch_reduce(ctorch_tensor **out, ctorch_reduction op, const ctorch_tensor *x,
                            const int64_t *axes, int64_t count, bool keep_axes) {
    return give(out, [&] { return reduce(op, x->value, list(axes, count), keep_axes); });
}

ctorch_error *ctorch_where(ctorch_tensor **out, const ctorch_tensor *condition,
                           const ctorch_tensor *a, const ctorch_tensor *b) {
    return give(out, [&] { return at::where(condition->value, a->value, b->value); });
}

ctorch_error *ctorch_lerp(ctorch_tensor **out, const ctorch_tensor *a, const ctorch_tensor *b,
                          double weight) {
    return give(out, [&] { return at::lerp(a->value, b->value, weight); });
}

ctorch_error *ctorch_linear(ctorch_tensor **out, const ctorch_tensor *x,
                            const ctorch_tensor *weight, const ctorch_tensor *bias) {
    return give(out, [&] { return at::linear(x->value, weight->value, maybe(bias)); });
}

ctorch_error *ctorch_batched_product_plus(ctorch_tensor **out, const ctorch_tensor *bias,
                                          const ctorch_tensor *a, const ctorch_tensor *b) {
    return give(out, [&] { return at::baddbmm(bias->value, a->value, b->value); });
}

ctorch_error *ctorch_symmetric_eigen(ctorch_tensor **values, ctorch_tensor **vectors,
                                     const ctorch_tensor *x) {
    if (vectors == nullptr) {
        return give(values, [&] { return at::linalg_eigvalsh(x->value); });
    }
    return guard([&] {
        auto [found_values, found_vectors] = at::linalg_eigh(x->value);
        auto first = std::make_unique<ctorch_tensor>(ctorch_tensor{found_values});
        *vectors = new ctorch_tensor{found_vectors};
        *values = first.release();
    });
}

ctorch_error *ctorch_layer_norm(ctorch_tensor **out, const ctorch_tensor *x, int64_t width,
                                const ctorch_tensor *weight, const ctorch_tensor *bias,
                                double epsilon) {
    return give(out, [&] {
        return at::layer_norm(x->value, {width}, maybe(weight), maybe(bias), epsilon);
    });
}

ctorch_error *ctorch_group_norm(ctorch_tensor **out, const ctorch_tensor *x, int64_t groups,
                                const ctorch_tensor *weight, const ctorch_tensor *bias,
                                double epsilon) {
    return give(out, [&] {
        return at::group_norm(x->value, groups, maybe(weight), maybe(bias), epsilon);
    });
}

ctorch_error *ctorch_conv2d(ctorch_tensor **out, const ctorch_tensor *x,
                            const ctorch_tensor *weight, const ctorch_tensor *bias, int64_t stride,
                            int64_t vertical_padding, int64_t horizontal_padding, int64_t groups) {
    return give(out, [&] {
        int64_t padding[] = {vertical_padding, horizontal_padding};
        return at::conv2d(x->value, weight->value, maybe(bias), stride, padding, 1, groups);
    });
}

ctorch_error *ctorch_pad2d(ctorch_tensor **out, const ctorch_tensor *x, int64_t left,
                           int64_t right, int64_t top, int64_t bottom) {
    return give(out, [&] {
        return at::constant_pad_nd(x->value, {left, right, top, bottom}, 0);
    });
}

ctorch_error *ctorch_average_pool2d(ctorch_tensor **out, const ctorch_tensor *x, int64_t kernel,
                                    int64_t stride, int64_t padding) {
    return give(out, [&] {
        return at::avg_pool2d(x->value, kernel, stride, padding, /*ceil_mode=*/false,
                              /*count_include_pad=*/false);
    });
}

ctorch_error *ctorch_maximum_pool2d(ctorch_tensor **out, const ctorch_tensor *x, int64_t kernel,
                                    int64_t stride, int64_t padding) {
    return give(out, [&] { return at::max_pool2d(x->value, kernel, stride, padding); });
}

ctorch_error *ctorch_resize_bilinear(ctorch_tensor **out, const ctorch_tensor *x, int64_t height,
                                     int64_t width) {
    return give(out, [&] {
        return at::upsample_bilinear2d(x->value, {height, width}, /*align_corners=*/false);
    });
}

}
