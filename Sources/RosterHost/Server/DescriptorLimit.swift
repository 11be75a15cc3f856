import NIOCore
import RosterComposition

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// How many files and connections the process may have open at a time.
///
/// Connections must never take the last ones: libdispatch opens a file on Linux to see how its threads are, and traps if it cannot.
enum DescriptorLimit {
    /// Descriptors for anything else than connections: files, and three for each event loop.
    static var reserve: Int { 40 + 3 * System.coreCount }

    /// The fewest connections that a server is of use with.
    private static let fewestConnections = 8

    /// Makes sure of enough descriptors to start with, before anything opens one.
    ///
    /// - Throws: ``Failure`` with status 71 if the system does not allow for so many.
    static func requireEnough() throws {
        let needed = reserve + fewestConnections
        guard makeRoom(forConnections: fewestConnections) < fewestConnections else { return }
        throw Failure(
            exitCode: 71,
            reason: "the limit on open files of this process is \(current.rlim_cur), but \(needed) are needed; raise "
                + "it, for example with 'ulimit -n 4096', or 'LimitNOFILE=4096' in a systemd unit")
    }

    /// Raises the limit as far as so many connections need it and the system allows.
    ///
    /// - Returns: How many connections there is room for.
    static func makeRoom(forConnections wanted: Int) -> Int {
        let needed = rlim_t(wanted + reserve)
        var limits = current
        if limits.rlim_cur < needed {
            limits.rlim_cur = min(limits.rlim_max, needed)
            _ = setrlimit(resource, &limits)
        }
        return min(wanted, max(0, Int(clamping: current.rlim_cur) - reserve))
    }

    private static var current: rlimit {
        var limits = rlimit()
        _ = getrlimit(resource, &limits)
        return limits
    }

    #if canImport(Glibc)
    private static var resource: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }
    #else
    private static var resource: Int32 { RLIMIT_NOFILE }
    #endif
}
