import Foundation
import Testing

/// What the machine offers to tests that need more of it than a file system.
enum Kernel {
    private static let environment = ProcessInfo.processInfo.environment

    /// How often something is tried: a few times as a rule, more where the environment says so.
    static func count(_ name: String, _ usual: Int) -> Int { environment[name].flatMap { Int($0) } ?? usual }

    /// Tells how a run at full size went, in one line that begins with the goal.
    static func report(_ goal: String, _ figures: String) { print("\(goal): \(figures)") }

    /// Runs a command to its end.
    @discardableResult
    static func run(_ command: [String]) throws -> (status: Int32, output: String) {
        let process = Process(), output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    /// Whether memory file systems can be mounted.
    static let mounts = trial { try MemoryDisk(options: "size=1m").unmount() }
    /// Whether disks that are files can be mounted.
    static let loops = trial { try LoopDisk().unmount() }
    /// Whether calls of other processes can be made to fail.
    static let traces = trial {
        let (status, output) = try run(["strace", "-f", "-e", "trace=fsync", "-e", "inject=fsync:error=EIO", "true"])
        guard status == 0 else { throw Failed(command: "strace", output: output) }
    }
    /// Whether limits of other processes can be set.
    static let limits = trial {
        let (status, output) = try run(["prlimit", "--nofile=64", "true"])
        guard status == 0 else { throw Failed(command: "prlimit", output: output) }
    }

    struct Failed: Error, CustomStringConvertible {
        let command: String
        let output: String

        var description: String { "\(command): \(output)" }
    }

    /// Whether something works here; what it says if not is printed.
    private static func trial(_ body: () throws -> Void) -> Bool {
        do {
            try body()
            return true
        } catch {
            print("not on this machine: \(error)")
            return false
        }
    }
}

extension Trait where Self == ConditionTrait {
    static var whereMemoryDisksMount: Self { .enabled(if: Kernel.mounts, "needs root and tmpfs") }
    static var whereLoopDisksMount: Self { .enabled(if: Kernel.loops, "needs root, loop devices and mkfs.ext4") }
    static var whereCallsCanFail: Self { .enabled(if: Kernel.traces, "needs strace and the right to trace") }
    static var whereLimitsCanBeSet: Self { .enabled(if: Kernel.limits, "needs prlimit") }
}
