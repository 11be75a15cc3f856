import Foundation
import RosterComposition
import RosterCore

/// Writes a line to standard output, at once and whole.
///
/// It hides the function of the standard library, which says nothing when output is lost: a token that nobody sees, or a
/// finding that a script takes for none.
///
/// - Throws: ``Failure`` with status 73, or 74 if the disk failed.
func print(_ line: String = "") throws(Failure) {
    try StandardStreams.write(Array((line + "\n").utf8), to: STDOUT_FILENO, called: "standard output")
}

/// Standard output and standard error.
enum StandardStreams {
    /// Keeps files that are opened later from becoming what is written to, if the process was started without its streams.
    static func reserve() {
        for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) < 0 {
            // It has the lowest free number, and takes nothing that is written to it.
            _ = open("/dev/null", O_RDONLY)
        }
    }

    /// Ends standard output; some file systems tell only now that they could not keep it.
    ///
    /// - Throws: ``Failure`` with status 73 or 74.
    static func finish() throws(Failure) {
        guard close(STDOUT_FILENO) != 0, errno != EBADF, errno != EINTR else { return }
        throw failure("standard output", errno)
    }

    /// Writes to standard error; if that fails, there is nobody left to tell.
    static func tell(_ text: String) {
        try? write(Array(text.utf8), to: STDERR_FILENO, called: "standard error")
    }

    /// Writes all bytes to an open file.
    ///
    /// - Throws: ``Failure`` with status 73, or 74 if the disk failed, that calls the file by its name.
    static func write(_ bytes: [UInt8], to number: Int32, called name: String) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { writeFile(number, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(name, count < 0 ? errno : EIO) }
            rest = rest.dropFirst(count)
        }
    }

    /// Why a file cannot be written.
    static func failure(_ name: String, _ code: Int32) -> Failure {
        Failure(
            exitCode: code == EIO ? 74 : 73,
            reason: "\(name): it cannot be written: \(String(cString: strerror(code)))")
    }
}

// The name of the call is that of a method above, which would hide it.
private let writeFile: @Sendable (Int32, UnsafeRawPointer?, Int) -> Int = { write($0, $1, $2) }
