#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The processor time of the current thread.
package enum ThreadClock {
    /// The nanoseconds that this thread has run; to read it takes a system call.
    package static func nanoseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
    }

    /// A moment of the clock of one thread.
    package struct Reading {
        private let thread: UInt
        private let time: Int

        /// Reads the clock of the current thread.
        package init() {
            #if canImport(Darwin)
            thread = UInt(bitPattern: pthread_self())
            #else
            thread = UInt(pthread_self())
            #endif
            time = ThreadClock.nanoseconds()
        }

        /// The processor time since then in nanoseconds; `nil` on another thread, where a task goes on that has waited.
        package var nanoseconds: Int? {
            let now = Self()
            return now.thread == thread ? now.time - time : nil
        }
    }
}
