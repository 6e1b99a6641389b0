// Several processes: libtorch's store and its group over Gloo.
//
// libtorch declares the group only where this is defined, and then wants Gloo's headers. Gloo itself
// is inside libtorch: nothing of it is made or called here, so that the headers' version is free.
#define USE_C10D_GLOO

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <c10/util/Logging.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include "Door.h"

using namespace door;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

using Work = c10::intrusive_ptr<c10d::Work>;

struct ctorch_store {
    c10::intrusive_ptr<c10d::Store> value;
    bool local;
};
struct ctorch_group {
    c10::intrusive_ptr<c10d::ProcessGroupGloo> value;
};
struct ctorch_work {
    std::vector<Work> parts;
};

static const char *const loopback = "127.0.0.1";

/// A listening socket that other machines do not reach, and its port; libtorch's own would listen
/// on all addresses, and the store asks nobody for a password.
static int listen_locally(uint16_t *port) {
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int yes = 1;
    sockaddr_in address{};
    socklen_t length = sizeof address;
    address.sin_family = AF_INET;
    address.sin_port = htons(*port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto *general = reinterpret_cast<sockaddr *>(&address);
    if (descriptor < 0 || setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        bind(descriptor, general, length) != 0 || listen(descriptor, SOMAXCONN) != 0 ||
        getsockname(descriptor, general, &length) != 0) {
        std::system_error failure(errno, std::generic_category());
        if (descriptor >= 0) close(descriptor);
        throw failure;
    }
    *port = ntohs(address.sin_port);
    return descriptor;
}

/// libtorch logs what it also throws, with stack traces. Whoever wants to read it says so.
static void silence_the_log() {
    if (getenv("TORCH_CPP_LOG_LEVEL") == nullptr) FLAGS_caffe2_log_level = c10::GLOG_FATAL;
}

/// While it lives, threads that are started here do not die of SIGPIPE: those of libtorch write to
/// sockets whose other end may be gone.
struct PipeSignalOff {
    sigset_t before;
    PipeSignalOff() {
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe, &before);
    }
    ~PipeSignalOff() { pthread_sigmask(SIG_SETMASK, &before, nullptr); }
};

/// The tensors, apart from their graphs: what arrives is written into their memory.
static std::vector<at::Tensor> memory(ctorch_tensor *const *tensors, int64_t count) {
    auto values = list(tensors, count);
    for (auto &value : values) value = value.detach();
    return values;
}

static ctorch_error *start(ctorch_work **out, auto &&body) noexcept {
    return guard([&] {
        auto made = std::make_unique<ctorch_work>();
        body(made->parts);
        *out = made.release();
    });
}

extern "C" {

ctorch_error *ctorch_free_port(uint16_t *out) {
    return guard([&] {
        *out = 0;
        close(listen_locally(out));
    });
}

ctorch_error *ctorch_store_new(ctorch_store **out, const char *host, uint16_t port, bool listens,
                               const char *prefix, int64_t timeout) {
    return guard([&] {
        silence_the_log();
        PipeSignalOff off;
        std::string name = host;
        bool local = name == "localhost" || name == loopback;
        c10d::TCPStoreOptions options;
        options.port = port;
        options.isServer = listens;
        options.waitWorkers = false;
        // It tries to connect twice for so long.
        options.timeout = milliseconds(timeout / 2 + 1);
        if (local && listens) options.masterListenFd = listen_locally(&options.port);
        auto store = c10::make_intrusive<c10d::TCPStore>(local ? loopback : name, options);
        store->setTimeout(milliseconds(timeout));
        *out = new ctorch_store{c10::make_intrusive<c10d::PrefixStore>(prefix, store), local};
    });
}

void ctorch_store_free(ctorch_store *store) { ctorch_error_free(guard([&] { delete store; })); }

ctorch_error *ctorch_store_set(ctorch_store *store, const char *key, const char *text) {
    return guard([&] {
        store->value->set(key, std::vector<uint8_t>(text, text + strlen(text)));
    });
}

ctorch_error *ctorch_store_get(char **out, ctorch_store *store, const char *key, int64_t timeout) {
    return guard([&] {
        store->value->wait({key}, milliseconds(timeout));
        auto bytes = store->value->get(key);
        *out = strndup(reinterpret_cast<const char *>(bytes.data()), bytes.size());
        if (*out == nullptr) throw std::bad_alloc();
    });
}

ctorch_error *ctorch_group_new(ctorch_group **out, ctorch_store *store, int rank, int count,
                               int64_t timeout) {
    using Gloo = c10d::ProcessGroupGloo;
    return guard([&] {
        PipeSignalOff off;
        auto options = Gloo::Options::create(milliseconds(timeout));
        if (store->local) {
            options->devices.push_back(Gloo::createDeviceForHostname(loopback));
        } else {
            // By GLOO_SOCKET_IFNAME, or by this machine's name.
            options = Gloo::Options::create_default(milliseconds(timeout));
        }
        *out = new ctorch_group{c10::make_intrusive<Gloo>(store->value, rank, count, options)};
    });
}

void ctorch_group_free(ctorch_group *group) { ctorch_error_free(guard([&] { delete group; })); }

ctorch_error *ctorch_all_reduce(ctorch_work **out, ctorch_group *group,
                                ctorch_tensor *const *tensors, int64_t count, int64_t timeout) {
    return start(out, [&](std::vector<Work> &parts) {
        auto values = memory(tensors, count);
        c10d::AllreduceCoalescedOptions options;
        options.timeout = milliseconds(timeout);
        // A list without "coalesced" means copies of one tensor on several devices.
        parts.push_back(count == 1 ? group->value->allreduce(values, options)
                                   : group->value->allreduce_coalesced(values, options));
    });
}

ctorch_error *ctorch_broadcast(ctorch_work **out, ctorch_group *group,
                               ctorch_tensor *const *tensors, int64_t count, int64_t timeout) {
    return start(out, [&](std::vector<Work> &parts) {
        c10d::BroadcastOptions options;
        options.timeout = milliseconds(timeout);
        for (auto &value : memory(tensors, count)) {
            std::vector<at::Tensor> alone{value};
            parts.push_back(group->value->broadcast(alone, options));
        }
    });
}

ctorch_error *ctorch_barrier(ctorch_work **out, ctorch_group *group, int64_t timeout) {
    return start(out, [&](std::vector<Work> &parts) {
        c10d::BarrierOptions options;
        options.timeout = milliseconds(timeout);
        parts.push_back(group->value->barrier(options));
    });
}

ctorch_error *ctorch_work_wait(ctorch_work *work, int64_t timeout) {
    return guard([&] {
        auto end = steady_clock::now() + milliseconds(timeout);
        for (auto &part : work->parts) {
            auto left = std::chrono::ceil<milliseconds>(end - steady_clock::now());
            // No time at all would mean to wait for ever.
            part->wait(std::max(left, milliseconds(1)));
        }
    });
}

void ctorch_work_free(ctorch_work *work) { ctorch_error_free(guard([&] { delete work; })); }

}
