// Tells the thread sanitizer what Swift's runtime, which is not built with it, does to put threads in order. Without this it
// reports whatever such an order guards. To be loaded before the runtime (LD_PRELOAD); x86-64 Linux.
//
// Three kinds of order are told, each where the runtime makes it, and no more than it makes:
// - a Mutex that had to wait: whoever unlocks it comes before whoever gets it;
// - a value that is copied on write: whoever lets go of it comes before whoever finds himself the only owner and writes to it;
// - a continuation that is resumed: resuming comes before going on.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *self

extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));
extern SWIFT void *swift_task_getCurrent(void) __attribute__((weak));

static void acquire(void *place) {
    if (__tsan_acquire && place) __tsan_acquire(place);
}

static void release(void *place) {
    if (__tsan_release && place) __tsan_release(place);
}

#define REAL(type, name) \
    static type real; \
    if (!real) real = (type)dlsym(RTLD_NEXT, name)

// Mutex

#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

typedef SWIFT void (*lock_slow_t)(uint32_t, SELF);
typedef SWIFT void (*unlock_slow_t)(SELF);

SWIFT void lock_slow(uint32_t thread, SELF) __asm__(LOCK_SLOW);
SWIFT void unlock_slow(SELF) __asm__(UNLOCK_SLOW);

SWIFT void lock_slow(uint32_t thread, SELF) {
    REAL(lock_slow_t, LOCK_SLOW);
    real(thread, self);
    acquire(self);
}

SWIFT void unlock_slow(SELF) {
    REAL(unlock_slow_t, UNLOCK_SLOW);
    release(self);
    real(self);
}

// Copy on write

typedef void (*release_t)(void *);
typedef void (*release_n_t)(void *, uint32_t);
typedef bool (*unique_t)(const void *);

// What a string or an array refers to, without the bits that say what kind it is; nothing for what is never freed.
static void *storage(void *object) {
    return (intptr_t)object < 0 ? 0 : (void *)((uintptr_t)object & 0x0ffffffffffffff8);
}

void swift_release(void *object) {
    REAL(release_t, "swift_release");
    release(object);
    real(object);
}

void swift_release_n(void *object, uint32_t count) {
    REAL(release_n_t, "swift_release_n");
    release(object);
    real(object, count);
}

void swift_bridgeObjectRelease(void *object) {
    REAL(release_t, "swift_bridgeObjectRelease");
    release(storage(object));
    real(object);
}

void swift_bridgeObjectRelease_n(void *object, uint32_t count) {
    REAL(release_n_t, "swift_bridgeObjectRelease_n");
    release(storage(object));
    real(object, count);
}

bool swift_isUniquelyReferenced_native(const void *object) {
    REAL(unique_t, "swift_isUniquelyReferenced_native");
    if (!real(object)) return false;
    acquire((void *)object);
    return true;
}

bool swift_isUniquelyReferenced_nonNull_native(const void *object) {
    REAL(unique_t, "swift_isUniquelyReferenced_nonNull_native");
    if (!real(object)) return false;
    acquire((void *)object);
    return true;
}

// Continuations

typedef SWIFT void (*resume_t)(void *);
typedef SWIFT void (*resume_throwing_t)(void *, void *);

SWIFT void swift_continuation_resume(void *task) {
    REAL(resume_t, "swift_continuation_resume");
    release(task);
    real(task);
}

SWIFT void swift_continuation_throwingResume(void *task) {
    REAL(resume_t, "swift_continuation_throwingResume");
    release(task);
    real(task);
}

SWIFT void swift_continuation_throwingResumeWithError(void *task, void *error) {
    REAL(resume_throwing_t, "swift_continuation_throwingResumeWithError");
    release(task);
    real(task, error);
}

typedef SWIFT void *(*init_t)(uintptr_t *, uintptr_t);
extern char roster_going_on;

// What the runtime keeps of a wait, by word; of the flags it uses the lowest few.
enum { how_to_go_on = 1, flags = 2 };

// Makes the task go on by way of here, wherever it does and on whichever thread.
SWIFT void *swift_continuation_init(uintptr_t *context, uintptr_t wanted) {
    REAL(init_t, "swift_continuation_init");
    uintptr_t wayOn = context[how_to_go_on];
    context[how_to_go_on] = (uintptr_t)&roster_going_on;
    void *task = real(context, wanted);
    context[flags] |= wayOn << 8;
    return task;
}

void *roster_go_on(uintptr_t *context) {
    if (swift_task_getCurrent) acquire(swift_task_getCurrent());
    return (void *)(context[flags] >> 8);
}

// A task goes on with its context in a register that C does not know.
__asm__(
    ".text\n.globl roster_going_on\n.type roster_going_on,@function\n"
    "roster_going_on:\n"
    "  movq %r14, %rdi\n"
    "  movq %rsp, %rax\n"
    "  andq $-16, %rsp\n"
    "  pushq %rax\n"
    "  pushq %rax\n"
    "  call roster_go_on@PLT\n"
    "  popq %rcx\n"
    "  popq %rsp\n"
    "  jmp *%rax\n");
