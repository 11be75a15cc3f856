import Foundation

/// Makes calls of a process that runs fail or take their time, for as long as it lives (strace(1)).
final class Tracer {
    private let process = Process()

    /// Attaches to a process and waits until its calls are watched.
    ///
    /// - Parameter injection: Which calls, and what becomes of them: `fdatasync:error=EIO`.
    init(_ processID: Int32, _ injection: String, path: String? = nil) throws {
        let output = Pipe()
        let call = injection.prefix { $0 != ":" }
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            ["strace", "-f", "-p", String(processID), "-e", "trace=\(call)", "-e", "inject=\(injection)"]
            + (path.map { ["-P", $0] } ?? [])
        process.standardError = output
        try process.run()
        let reader = output.fileHandleForReading
        var text = ""
        while !text.contains("attached") {
            let data = reader.availableData
            guard !data.isEmpty else { throw Kernel.Failed(command: "strace", output: text) }
            text += String(decoding: data, as: UTF8.self)
        }
        Thread { while !reader.availableData.isEmpty {} }.start()
        // It says so before it has stopped each thread once, and others may begin meanwhile.
        var looks = 0
        while try !isTracing(processID) {
            looks += 1
            guard process.isRunning, looks < 100_000 else {
                throw Kernel.Failed(command: "strace", output: "not all threads are traced: \(text)")
            }
        }
    }

    /// Whether strace has all threads of a process.
    private func isTracing(_ processID: Int32) throws -> Bool {
        let threads = "/proc/\(processID)/task"
        return try FileManager.default.contentsOfDirectory(atPath: threads).allSatisfy { thread in
            // A thread may end meanwhile.
            guard let status = try? String(contentsOfFile: "\(threads)/\(thread)/status", encoding: .utf8) else {
                return true
            }
            return status.contains("TracerPid:\t\(process.processIdentifier)\n")
        }
    }

    deinit { detach() }

    /// Lets the calls through again.
    func detach() {
        guard process.isRunning else { return }
        // It inherits that other signals are blocked; the kernel lets go of whom it traced.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
