// Gradients, and what writes in place: optimiser, moving average, loader.
#include <ATen/core/grad_mode.h>
#include <ATen/ops/_foreach_add.h>
#include <ATen/ops/_foreach_lerp.h>
#include <ATen/ops/_foreach_mul.h>
#include <ATen/ops/_foreach_norm.h>
#include <ATen/ops/_fused_adam.h>
#include <ATen/ops/linalg_vector_norm.h>
#include <ATen/ops/stack.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

#include <memory>

#include "Door.h"

using namespace door;

/// Whether writing into a gradient would show elsewhere: two inputs of a sum share one, and that of
/// a sum over all elements is a single number stretched.
static bool is_shared(const at::Tensor &gradient) {
    return gradient.use_count() > 1 || gradient.storage().use_count() > 1 ||
           !gradient.is_non_overlapping_and_dense();
}

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Lives in the graph as long as somebody can ask for gradients.
class Elsewhere : public torch::CustomClassHolder {
public:
    explicit Elsewhere(ctorch_gradient gradient) : gradient(gradient) {}
    Elsewhere(const Elsewhere &) = delete;
    ~Elsewhere() override { gradient.release(gradient.context); }

    variable_list lead_back(AutogradContext *context, const variable_list &slopes,
                            size_t input_count) {
        std::vector<ctorch_tensor *> lent;
        for (auto &slope : slopes) {
            lent.push_back(slope.defined() ? new ctorch_tensor{slope} : nullptr);
        }
        // std::vector<bool> has no array.
        auto wanted = std::make_unique<bool[]>(input_count);
        for (size_t i = 0; i < input_count; i++) wanted[i] = context->needs_input_grad(i);
        std::vector<const ctorch_tensor *> made(input_count);
        gradient.lead_back(gradient.context, lent.data(), wanted.get(), made.data());
        variable_list result;
        for (auto *tensor : made) result.push_back(tensor ? tensor->value : at::Tensor());
        return result;
    }

private:
    ctorch_gradient gradient;
};

struct ComputedElsewhere : torch::autograd::Function<ComputedElsewhere> {
    /// Only a list of this type is seen as inputs; the values are none.
    static variable_list forward(AutogradContext *context, at::TensorList inputs,
                                 const variable_list &values,
                                 const c10::intrusive_ptr<Elsewhere> &elsewhere) {
        context->saved_data["elsewhere"] = c10::IValue::make_capsule(elsewhere);
        context->saved_data["inputs"] = static_cast<int64_t>(inputs.size());
        context->set_materialize_grads(false);
        // Of its own, so that the caller's stay outside the graph.
        variable_list made;
        for (auto &value : values) made.push_back(value.detach());
        return made;
    }

    static variable_list backward(AutogradContext *context, const variable_list &slopes) {
        auto capsule = context->saved_data["elsewhere"].toCapsule();
        auto elsewhere = c10::static_intrusive_pointer_cast<Elsewhere>(capsule);
        auto made = elsewhere->lead_back(
            context, slopes, context->saved_data["inputs"].toInt());
        // None for the values, and none for who computes them.
        made.resize(made.size() + 2);
        return made;
    }
};

}  // namespace

extern "C" {

ctorch_error *ctorch_computed_elsewhere(ctorch_tensor **out, ctorch_tensor *const *values,
                                        int64_t value_count, ctorch_tensor *const *inputs,
                                        int64_t input_count, ctorch_gradient gradient) {
    auto elsewhere = c10::make_intrusive<Elsewhere>(gradient);
    return guard([&] {
        auto from = list(inputs, input_count);
        auto made = ComputedElsewhere::apply(at::TensorList(from), list(values, value_count),
                                             elsewhere);
        for (size_t i = 0; i < made.size(); ++i) out[i] = new ctorch_tensor{made[i]};
    });
}

ctorch_error *ctorch_set_requires_gradient(ctorch_tensor *x, bool required) {
    return guard([&] { x->value.set_requires_grad(required); });
}

ctorch_error *ctorch_gradients(ctorch_tensor **out, ctorch_tensor *const *outputs,
                               int64_t output_count, ctorch_tensor *const *cotangents,
                               ctorch_tensor *const *inputs, int64_t input_count,
                               bool create_graph) {
    return guard([&] {
        std::vector<at::Tensor> seeds;
        if (cotangents) seeds = list(cotangents, output_count);
        auto gradients = torch::autograd::grad(
            list(outputs, output_count), list(inputs, input_count), seeds,
            /*retain_graph=*/create_graph, create_graph, /*allow_unused=*/true);
        std::vector<std::unique_ptr<ctorch_tensor>> made;
        for (auto &gradient : gradients) {
            // Gradients are clipped in place; those with a graph are not.
            if (!create_graph && gradient.defined() && is_shared(gradient)) {
                gradient = gradient.clone();
            }
            made.emplace_back(gradient.defined() ? new ctorch_tensor{gradient} : nullptr);
        }
        for (size_t i = 0; i < made.size(); ++i) out[i] = made[i].release();
    });
}

ctorch_error *ctorch_copy_into(ctorch_tensor *destination, const ctorch_tensor *source) {
    return guard([&] {
        at::NoGradGuard off;
        destination->value.copy_(source->value);
    });
}

ctorch_error *ctorch_fill(ctorch_tensor *x, double value) {
    return guard([&] {
        at::NoGradGuard off;
        x->value.fill_(value);
    });
}

ctorch_error *ctorch_lerp_into(ctorch_tensor *const *x, ctorch_tensor *const *targets,
                               int64_t count, double weight) {
    return guard([&] {
        at::NoGradGuard off;
        at::_foreach_lerp_(list(x, count), list(targets, count), weight);
    });
}

ctorch_error *ctorch_scale_into(ctorch_tensor *const *x, int64_t count, double factor) {
    return guard([&] {
        at::NoGradGuard off;
        at::_foreach_mul_(list(x, count), factor);
    });
}

ctorch_error *ctorch_adam(ctorch_tensor *const *parameters, ctorch_tensor *const *gradients,
                          ctorch_tensor *const *means, ctorch_tensor *const *squares,
                          ctorch_tensor *const *step_counts, int64_t count, double learning_rate,
                          double beta1, double beta2, double epsilon) {
    return guard([&] {
        at::NoGradGuard off;
        auto steps = list(step_counts, count);
        auto slopes = list(gradients, count);
        // The fused step walks memory; a gradient can come out of the graph transposed.
        for (auto &slope : slopes) slope = slope.contiguous();
        at::_foreach_add_(steps, 1);
        at::_fused_adam_(list(parameters, count), slopes, list(means, count),
                         list(squares, count), /*max_exp_avg_sqs=*/{}, steps, learning_rate,
                         beta1, beta2, /*weight_decay=*/0, epsilon, /*amsgrad=*/false,
                         /*maximize=*/false);
    });
}

ctorch_error *ctorch_total_norm(ctorch_tensor **out, ctorch_tensor *const *tensors,
                                int64_t count) {
    return give(out, [&] {
        at::NoGradGuard off;
        return at::linalg_vector_norm(at::stack(at::_foreach_norm(list(tensors, count), 2)));
    });
}

}
