#define _GNU_SOURCE
#include "isolated.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "errors.h"

// How long a header may take, and how many pixels a second there have to be beside that. Slow machines decode five
// times as many.
static const int longest_seconds = 10;
static const int64_t fewest_pixels = 2000000;
// Beyond what the process has already: the bound on memory was asked for before.
static const rlim_t largest_growth = (rlim_t)4 << 30;

// What the child says.
typedef enum { SAYS_DEMAND, SAYS_PICTURE, SAYS_PROBLEM } kind;

typedef struct {
    kind kind;
    cic_demand demand;
    int32_t width;
    int32_t height;
    uint32_t notes;
    int32_t orientation;
    uint64_t count;  // of the bytes that follow
    char problem[200];
} message;

// --- The child ----------------------------------------------------------------------------------

static bool send_all(int socket, const void *bytes, size_t count) {
    while (count > 0) {
        const ssize_t sent = send(socket, bytes, count, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        bytes = (const uint8_t *)bytes + sent;
        count -= (size_t)sent;
    }
    return true;
}

static uint32_t ask_parent(void *context, const cic_demand *demand) {
    const int socket = *(const int *)context;
    const message question = {.kind = SAYS_DEMAND, .demand = *demand};
    uint32_t answer = 0;
    if (!send_all(socket, &question, sizeof question)) _exit(1);
    if (recv(socket, &answer, sizeof answer, MSG_WAITALL) != sizeof answer) _exit(1);
    return answer;
}

static void limit_growth(void) {
    // The first number of /proc/self/statm: pages of the address space.
    char text[64] = {0};
    const int file = open("/proc/self/statm", O_RDONLY);
    if (file < 0) return;
    const ssize_t got = read(file, text, sizeof text - 1);
    close(file);
    if (got <= 0) return;
    const rlim_t pages = strtoull(text, NULL, 10);
    const rlim_t bytes = pages * (rlim_t)sysconf(_SC_PAGESIZE) + largest_growth;
    const struct rlimit limit = {bytes, bytes};
    setrlimit(RLIMIT_AS, &limit);
}

// Libraries print, and a program's handlers would tell of a crash.
static void fall_silent(void) {
    const int nothing = open("/dev/null", O_RDWR);
    if (nothing >= 0) {
        dup2(nothing, STDOUT_FILENO);
        dup2(nothing, STDERR_FILENO);
    }
    const int signals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], SIG_DFL);
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
}

static void decode_as_child(int socket, cic_decoder decode, const uint8_t *bytes, size_t count) {
    fall_silent();
    limit_growth();
    const cic_request request = {ask_parent, &socket};
    cic_picture picture = {0};
    char *problem = decode(bytes, count, &request, &picture);
    message answer = {.kind = problem != NULL ? SAYS_PROBLEM : SAYS_PICTURE};
    if (problem != NULL) {
        snprintf(answer.problem, sizeof answer.problem, "%s", problem);
    } else {
        answer.width = picture.width;
        answer.height = picture.height;
        answer.notes = picture.notes;
        answer.orientation = picture.orientation;
        answer.count = picture.data.count;
    }
    const bool sent = send_all(socket, &answer, sizeof answer) &&
                      send_all(socket, picture.data.bytes, answer.count);
    _exit(sent ? 0 : 1);
}

// --- The parent ---------------------------------------------------------------------------------

static int64_t now_milliseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static int64_t deadline_for(int64_t pixels) {
    return now_milliseconds() + 1000 * longest_seconds + 1000 * pixels / fewest_pixels;
}

// False where the child ends or takes longer than it may.
static bool receive(int socket, void *target, size_t count, int64_t deadline) {
    while (count > 0) {
        struct pollfd wait = {socket, POLLIN, 0};
        const int64_t left = deadline - now_milliseconds();
        const int ready = left > 0 ? poll(&wait, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) {
            errno = ETIMEDOUT;
            return false;
        }
        const ssize_t got = recv(socket, target, count, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) {
            errno = ECONNRESET;
            return false;
        }
        target = (uint8_t *)target + got;
        count -= (size_t)got;
    }
    return true;
}

static char *failure(void) {
    return errno == ETIMEDOUT ? cic_error("its decoder comes to no end: the data are corrupt")
                              : cic_error("its decoder broke off: the data are corrupt");
}

// The child may be out of its mind.
static bool is_possible(const cic_demand *demand) {
    const uint64_t most = (uint64_t)CIC_MAXIMUM_SIDE * CIC_MAXIMUM_SIDE * 64;
    return demand->width >= 1 && demand->width <= CIC_MAXIMUM_SIDE && demand->height >= 1 &&
           demand->height <= CIC_MAXIMUM_SIDE && demand->fixed_bytes <= most &&
           demand->largest_reduction >= 1 && demand->largest_reduction <= 64;
}

static char *take_picture(int socket, const message *answer, int64_t deadline,
                          cic_picture *result) {
    const uint64_t pixels = (uint64_t)answer->width * (uint64_t)answer->height;
    if (answer->width <= 0 || answer->height <= 0 || answer->width > CIC_MAXIMUM_SIDE ||
        answer->height > CIC_MAXIMUM_SIDE || answer->count != 3 * pixels) {
        return cic_error("its decoder broke off: the data are corrupt");
    }
    uint8_t *bytes = malloc(answer->count);
    if (bytes == NULL) return cic_error("memory has run out");
    if (!receive(socket, bytes, answer->count, deadline)) {
        free(bytes);
        return failure();
    }
    *result = (cic_picture){
        answer->width, answer->height, {bytes, answer->count}, answer->notes, answer->orientation};
    return NULL;
}

static char *listen_to(int socket, const cic_request *request, cic_picture *result) {
    int64_t deadline = deadline_for(0);
    bool was_asked = false;
    while (true) {
        message answer;
        if (!receive(socket, &answer, sizeof answer, deadline)) return failure();
        answer.problem[sizeof answer.problem - 1] = '\0';
        if (answer.kind == SAYS_PROBLEM) return cic_error("%s", answer.problem);
        if (answer.kind == SAYS_PICTURE) return take_picture(socket, &answer, deadline, result);
        if (was_asked || !is_possible(&answer.demand)) return cic_error("its decoder broke off: the data are corrupt");
        was_asked = true;
        const uint32_t reduction = request->admit(request->context, &answer.demand);
        // What was waited for others does not count.
        deadline = deadline_for((int64_t)answer.demand.width * answer.demand.height);
        if (!send_all(socket, &reduction, sizeof reduction)) return failure();
    }
}

// Starts the child; -1 where that fails. One at a time, so that no child holds another's end of a socket.
static pid_t start(int *socket, cic_decoder decode, const uint8_t *bytes, size_t count) {
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    int ends[2];
    pthread_mutex_lock(&mutex);
    pid_t child = -1;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0) {
        child = fork();
        if (child == 0) {
            close(ends[0]);
            decode_as_child(ends[1], decode, bytes, count);
        }
        close(ends[1]);
        if (child < 0) close(ends[0]);
        *socket = ends[0];
    }
    pthread_mutex_unlock(&mutex);
    return child;
}

char *cic_decode_isolated(cic_decoder decode, const uint8_t *bytes, size_t count,
                          const cic_request *request, cic_picture *result) {
    int socket = -1;
    const pid_t child = start(&socket, decode, bytes, count);
    if (child < 0) return cic_error("no process can be started (%s)", strerror(errno));
    char *problem = listen_to(socket, request, result);
    close(socket);
    kill(child, SIGKILL);  // a child that is done is not reached by this
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
    }
    return problem;
}
