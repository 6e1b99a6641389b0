/// The one door to libtorch: a C interface over its C++ one.
///
/// Every call that can fail returns NULL, or an error that the caller owns and frees with
/// `ctorch_error_free`. No C++ exception leaves: bodies catch running out of memory, `c10::Error`,
/// `std::exception` and everything else. Tensors and generators that a call hands out through
/// `out` are owned by the caller. Inputs are borrowed.
#ifndef CTORCH_H
#define CTORCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ctorch_error ctorch_error;
typedef struct ctorch_tensor ctorch_tensor;
typedef struct ctorch_generator ctorch_generator;
typedef struct ctorch_store ctorch_store;
typedef struct ctorch_group ctorch_group;
typedef struct ctorch_work ctorch_work;

// Errors and the library ------------------------------------------------------------------------

const char *ctorch_error_message(const ctorch_error *error);
void ctorch_error_free(ctorch_error *error);

/// A constant such as "2.13.0".
const char *ctorch_version(void);
/// How libtorch was built; free with `ctorch_string_free`.
char *ctorch_build_description(void);
void ctorch_string_free(char *string);

/// Threads inside one operation, for this thread and for threads that have not computed yet.
void ctorch_set_thread_count(int count);
int ctorch_thread_count(void);
/// True where libtorch was built with CUDA and finds a device.
bool ctorch_cuda_available(void);
int ctorch_cuda_device_count(void);

/// Gradient recording of this thread.
bool ctorch_gradient_enabled(void);
void ctorch_set_gradient_enabled(bool enabled);

// Kinds -----------------------------------------------------------------------------------------

typedef enum ctorch_type {
    CTORCH_BOOL,
    CTORCH_UINT8,
    CTORCH_INT32,
    CTORCH_INT64,
    CTORCH_FLOAT16,
    CTORCH_BFLOAT16,
    CTORCH_FLOAT32,
    CTORCH_FLOAT64,
    CTORCH_OTHER_TYPE,
} ctorch_type;

typedef struct ctorch_device {
    bool is_cuda;
    int8_t index;  // -1: the current one
} ctorch_device;

typedef enum ctorch_unary_operation {
    CTORCH_ABS, CTORCH_CEIL, CTORCH_COS, CTORCH_ERF, CTORCH_EXP, CTORCH_EXPM1, CTORCH_FLOOR,
    CTORCH_IS_FINITE, CTORCH_IS_NAN, CTORCH_LOG, CTORCH_LOG1P, CTORCH_LOGICAL_NOT, CTORCH_NEGATE,
    CTORCH_RECIPROCAL, CTORCH_RELU, CTORCH_RELU6, CTORCH_ROUND, CTORCH_RSQRT, CTORCH_SIGMOID,
    CTORCH_SIGN, CTORCH_SIN, CTORCH_SOFTPLUS, CTORCH_SQRT, CTORCH_SQUARE, CTORCH_TAN, CTORCH_TANH,
} ctorch_unary_operation;

typedef enum ctorch_binary_operation {
    CTORCH_ADD, CTORCH_SUBTRACT, CTORCH_MULTIPLY, CTORCH_DIVIDE, CTORCH_POWER, CTORCH_MAXIMUM,
    CTORCH_MINIMUM, CTORCH_ATAN2, CTORCH_EQUAL, CTORCH_NOT_EQUAL, CTORCH_LESS, CTORCH_LESS_EQUAL,
    CTORCH_GREATER, CTORCH_GREATER_EQUAL, CTORCH_LOGICAL_AND, CTORCH_LOGICAL_OR,
    CTORCH_MATRIX_PRODUCT, CTORCH_BATCHED_PRODUCT,
} ctorch_binary_operation;

/// `x op s`; the reversed ones are `s op x`.
typedef enum ctorch_scalar_operation {
    CTORCH_ADD_SCALAR, CTORCH_SUBTRACT_FROM_SCALAR, CTORCH_MULTIPLY_SCALAR,
    CTORCH_DIVIDE_SCALAR_BY, CTORCH_POWER_SCALAR, CTORCH_LEAKY_RELU, CTORCH_CLAMP_MINIMUM,
    CTORCH_CLAMP_MAXIMUM, CTORCH_EQUAL_SCALAR, CTORCH_LESS_SCALAR, CTORCH_LESS_EQUAL_SCALAR,
    CTORCH_GREATER_SCALAR, CTORCH_GREATER_EQUAL_SCALAR,
} ctorch_scalar_operation;

typedef enum ctorch_reduction {
    CTORCH_SUM, CTORCH_MEAN, CTORCH_VARIANCE, CTORCH_MAXIMUM_OF, CTORCH_MINIMUM_OF, CTORCH_NORM,
    CTORCH_LOG_SUM_EXP,
} ctorch_reduction;

/// Operations along one axis.
typedef enum ctorch_axis_operation {
    CTORCH_CUMULATIVE_SUM, CTORCH_CUMULATIVE_PRODUCT, CTORCH_SOFTMAX, CTORCH_LOG_SOFTMAX,
    CTORCH_ARGMAX, CTORCH_ARGMIN, CTORCH_FLIP, CTORCH_UNSQUEEZE, CTORCH_SQUEEZE,
} ctorch_axis_operation;

typedef enum ctorch_copy {
    CTORCH_CLONE, CTORCH_DETACH, CTORCH_CONTIGUOUS, CTORCH_CHANNELS_LAST, CTORCH_ZEROS_LIKE,
    CTORCH_ONES_LIKE,
} ctorch_copy;

// Making tensors --------------------------------------------------------------------------------

ctorch_error *ctorch_full(ctorch_tensor **out, double value, const int64_t *shape, int64_t rank,
                          ctorch_type type, ctorch_device device);
ctorch_error *ctorch_arange(ctorch_tensor **out, double start, double end, double step,
                            ctorch_type type, ctorch_device device);
ctorch_error *ctorch_linspace(ctorch_tensor **out, double start, double end, int64_t count,
                              ctorch_type type, ctorch_device device);
/// Copies `data`, which lies contiguous in the tensor's type.
ctorch_error *ctorch_from_data(ctorch_tensor **out, const void *data, const int64_t *shape,
                               int64_t rank, ctorch_type type, ctorch_device device);
void ctorch_free(ctorch_tensor *tensor);

// Looking at tensors ----------------------------------------------------------------------------

int64_t ctorch_rank(const ctorch_tensor *x);
int64_t ctorch_size(const ctorch_tensor *x, int64_t axis);
ctorch_type ctorch_type_of(const ctorch_tensor *x);
ctorch_device ctorch_device_of(const ctorch_tensor *x);
bool ctorch_requires_gradient(const ctorch_tensor *x);
bool ctorch_is_contiguous(const ctorch_tensor *x);
/// Bytes of a contiguous tensor on the CPU, NULL for any other.
const void *ctorch_data(const ctorch_tensor *x);
ctorch_error *ctorch_item(double *out, const ctorch_tensor *x);

// Computing -------------------------------------------------------------------------------------

ctorch_error *ctorch_unary(ctorch_tensor **out, ctorch_unary_operation op, const ctorch_tensor *x);
ctorch_error *ctorch_binary(ctorch_tensor **out, ctorch_binary_operation op,
                            const ctorch_tensor *a, const ctorch_tensor *b);
ctorch_error *ctorch_scalar(ctorch_tensor **out, ctorch_scalar_operation op,
                            const ctorch_tensor *x, double scalar);
/// No axes: over all of them. Variance is the biased one; the norm is Euclidean.
ctorch_error *ctorch_reduce(ctorch_tensor **out, ctorch_reduction op, const ctorch_tensor *x,
                            const int64_t *axes, int64_t count, bool keep_axes);
ctorch_error *ctorch_along_axis(ctorch_tensor **out, ctorch_axis_operation op,
                                const ctorch_tensor *x, int64_t axis);
ctorch_error *ctorch_where(ctorch_tensor **out, const ctorch_tensor *condition,
                           const ctorch_tensor *a, const ctorch_tensor *b);
/// `a + weight (b - a)`.
ctorch_error *ctorch_lerp(ctorch_tensor **out, const ctorch_tensor *a, const ctorch_tensor *b,
                          double weight);
/// `x Wᵀ + b`; `bias` may be NULL.
ctorch_error *ctorch_linear(ctorch_tensor **out, const ctorch_tensor *x,
                            const ctorch_tensor *weight, const ctorch_tensor *bias);
/// `bias + a b`, batched.
ctorch_error *ctorch_batched_product_plus(ctorch_tensor **out, const ctorch_tensor *bias,
                                          const ctorch_tensor *a, const ctorch_tensor *b);
/// Of symmetric matrices: values in ascending order, and where `vectors` is not NULL the unit
/// vectors in its columns. Only the lower triangle is read.
ctorch_error *ctorch_symmetric_eigen(ctorch_tensor **values, ctorch_tensor **vectors,
                                     const ctorch_tensor *x);
ctorch_error *ctorch_layer_norm(ctorch_tensor **out, const ctorch_tensor *x, int64_t width,
                                const ctorch_tensor *weight, const ctorch_tensor *bias,
                                double epsilon);
/// Over groups of channels of `[B, C, H, W]`.
ctorch_error *ctorch_group_norm(ctorch_tensor **out, const ctorch_tensor *x, int64_t groups,
                                const ctorch_tensor *weight, const ctorch_tensor *bias,
                                double epsilon);
ctorch_error *ctorch_conv2d(ctorch_tensor **out, const ctorch_tensor *x,
                            const ctorch_tensor *weight, const ctorch_tensor *bias, int64_t stride,
                            int64_t vertical_padding, int64_t horizontal_padding, int64_t groups);
/// Zeros around the last two axes.
ctorch_error *ctorch_pad2d(ctorch_tensor **out, const ctorch_tensor *x, int64_t left,
                           int64_t right, int64_t top, int64_t bottom);
/// Pixels beyond the edges are in no mean.
ctorch_error *ctorch_average_pool2d(ctorch_tensor **out, const ctorch_tensor *x, int64_t kernel,
                                    int64_t stride, int64_t padding);
ctorch_error *ctorch_maximum_pool2d(ctorch_tensor **out, const ctorch_tensor *x, int64_t kernel,
                                    int64_t stride, int64_t padding);
/// Bilinear, corners not aligned, not antialiased.
ctorch_error *ctorch_resize_bilinear(ctorch_tensor **out, const ctorch_tensor *x, int64_t height,
                                     int64_t width);

// Arranging -------------------------------------------------------------------------------------

ctorch_error *ctorch_copied(ctorch_tensor **out, ctorch_copy kind, const ctorch_tensor *x);
ctorch_error *ctorch_converted(ctorch_tensor **out, const ctorch_tensor *x, ctorch_type type,
                               ctorch_device device);
ctorch_error *ctorch_reshape(ctorch_tensor **out, const ctorch_tensor *x, const int64_t *shape,
                             int64_t rank);
ctorch_error *ctorch_expand(ctorch_tensor **out, const ctorch_tensor *x, const int64_t *shape,
                            int64_t rank);
ctorch_error *ctorch_repeat(ctorch_tensor **out, const ctorch_tensor *x, const int64_t *times,
                            int64_t rank);
ctorch_error *ctorch_permute(ctorch_tensor **out, const ctorch_tensor *x, const int64_t *axes,
                             int64_t rank);
ctorch_error *ctorch_transpose(ctorch_tensor **out, const ctorch_tensor *x, int64_t a, int64_t b);
ctorch_error *ctorch_narrow(ctorch_tensor **out, const ctorch_tensor *x, int64_t axis,
                            int64_t start, int64_t length);
ctorch_error *ctorch_select(ctorch_tensor **out, const ctorch_tensor *x, int64_t axis,
                            int64_t index);
ctorch_error *ctorch_index_select(ctorch_tensor **out, const ctorch_tensor *x, int64_t axis,
                                  const ctorch_tensor *indices);
/// `x` with the slices at `indices` replaced by those of `source`.
ctorch_error *ctorch_index_copy(ctorch_tensor **out, const ctorch_tensor *x, int64_t axis,
                                const ctorch_tensor *indices, const ctorch_tensor *source);
ctorch_error *ctorch_gather(ctorch_tensor **out, const ctorch_tensor *x, int64_t axis,
                            const ctorch_tensor *indices);
ctorch_error *ctorch_concatenate(ctorch_tensor **out, ctorch_tensor *const *tensors, int64_t count,
                                 int64_t axis);
ctorch_error *ctorch_stack(ctorch_tensor **out, ctorch_tensor *const *tensors, int64_t count,
                           int64_t axis);
ctorch_error *ctorch_sort(ctorch_tensor **values, ctorch_tensor **order, const ctorch_tensor *x,
                          int64_t axis);
/// First index at which each value could enter the sorted rows of `sorted`.
ctorch_error *ctorch_search_sorted(ctorch_tensor **out, const ctorch_tensor *sorted,
                                   const ctorch_tensor *values);

// Gradients -------------------------------------------------------------------------------------

ctorch_error *ctorch_set_requires_gradient(ctorch_tensor *x, bool required);
/// `out[i]` stays NULL where `inputs[i]` was not used. `cotangents` may be NULL for scalars.
ctorch_error *ctorch_gradients(ctorch_tensor **out, ctorch_tensor *const *outputs,
                               int64_t output_count, ctorch_tensor *const *cotangents,
                               ctorch_tensor *const *inputs, int64_t input_count,
                               bool create_graph);

/// How gradients of values that were computed elsewhere are led back.
typedef struct {
    void *context;
    /// Takes over the gradient of each value, NULL where nobody depends on it, and gives that of each
    /// input that is `wanted`, NULL for none: to live until the next call or the release.
    void (*lead_back)(void *, ctorch_tensor *const *slopes, const bool *wanted, const ctorch_tensor **out);
    /// Called once, when nobody can ask any more.
    void (*release)(void *context);
} ctorch_gradient;
/// The values as functions of the inputs; `gradient` is taken over, also where this fails.
ctorch_error *ctorch_computed_elsewhere(ctorch_tensor **out, ctorch_tensor *const *values,
                                        int64_t value_count, ctorch_tensor *const *inputs,
                                        int64_t input_count, ctorch_gradient gradient);

// Writing in place: optimiser, moving average and loader only ------------------------------------

ctorch_error *ctorch_copy_into(ctorch_tensor *destination, const ctorch_tensor *source);
ctorch_error *ctorch_fill(ctorch_tensor *x, double value);
/// `x += weight (target - x)` for each pair.
ctorch_error *ctorch_lerp_into(ctorch_tensor *const *x, ctorch_tensor *const *targets,
                               int64_t count, double weight);
ctorch_error *ctorch_scale_into(ctorch_tensor *const *x, int64_t count, double factor);
/// One step of Adam on all parameters; `step_counts` are float32 scalars, advanced by this call.
ctorch_error *ctorch_adam(ctorch_tensor *const *parameters, ctorch_tensor *const *gradients,
                          ctorch_tensor *const *means, ctorch_tensor *const *squares,
                          ctorch_tensor *const *step_counts, int64_t count, double learning_rate,
                          double beta1, double beta2, double epsilon);
/// The Euclidean norm of all tensors taken together.
ctorch_error *ctorch_total_norm(ctorch_tensor **out, ctorch_tensor *const *tensors, int64_t count);

// Randomness ------------------------------------------------------------------------------------

ctorch_error *ctorch_generator_new(ctorch_generator **out, uint64_t seed, ctorch_device device);
void ctorch_generator_free(ctorch_generator *generator);
/// A uint8 tensor on the CPU.
ctorch_error *ctorch_generator_state(ctorch_tensor **out, const ctorch_generator *generator);
ctorch_error *ctorch_generator_set_state(ctorch_generator *generator, const ctorch_tensor *state);
ctorch_error *ctorch_random_normal(ctorch_tensor **out, const int64_t *shape, int64_t rank,
                                   ctorch_generator *generator, ctorch_type type,
                                   ctorch_device device);
/// In [0, 1).
ctorch_error *ctorch_random_uniform(ctorch_tensor **out, const int64_t *shape, int64_t rank,
                                    ctorch_generator *generator, ctorch_type type,
                                    ctorch_device device);
ctorch_error *ctorch_random_permutation(ctorch_tensor **out, int64_t count,
                                        ctorch_generator *generator, ctorch_device device);

// Several processes; times are in milliseconds -----------------------------------------------------

/// A port on which nothing of this machine listens now.
ctorch_error *ctorch_free_port(uint16_t *out);
/// Texts under keys that all processes see; one of them listens. As "localhost" or "127.0.0.1" it
/// cannot be reached from other machines. `prefix` stands before every key.
ctorch_error *ctorch_store_new(ctorch_store **out, const char *host, uint16_t port, bool listens,
                               const char *prefix, int64_t timeout);
void ctorch_store_free(ctorch_store *store);
ctorch_error *ctorch_store_set(ctorch_store *store, const char *key, const char *text);
/// Waits until the key is set; free `out` with `ctorch_string_free`.
ctorch_error *ctorch_store_get(char **out, ctorch_store *store, const char *key, int64_t timeout);
/// Connects all processes with one another.
ctorch_error *ctorch_group_new(ctorch_group **out, ctorch_store *store, int rank, int count,
                               int64_t timeout);
/// Waits for what is under way, and closes the connections.
void ctorch_group_free(ctorch_group *group);
/// Sums over all processes, into the tensors themselves: contiguous, of one type, and not to be
/// touched until the work is done. It ends by itself after `timeout`, not by being freed.
ctorch_error *ctorch_all_reduce(ctorch_work **out, ctorch_group *group,
                                ctorch_tensor *const *tensors, int64_t count, int64_t timeout);
/// Overwrites contiguous tensors with those of rank 0.
ctorch_error *ctorch_broadcast(ctorch_work **out, ctorch_group *group,
                               ctorch_tensor *const *tensors, int64_t count, int64_t timeout);
ctorch_error *ctorch_barrier(ctorch_work **out, ctorch_group *group, int64_t timeout);
ctorch_error *ctorch_work_wait(ctorch_work *work, int64_t timeout);
void ctorch_work_free(ctorch_work *work);

#ifdef __cplusplus
}
#endif
#endif
