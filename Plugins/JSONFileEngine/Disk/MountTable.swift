/// Which file systems are mounted where, in the words of `/proc/self/mountinfo` (proc_pid_mountinfo(5)).
struct MountTable {
    private static let remote: Set<Substring> = [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "afs", "9p", "glusterfs", "fuse.sshfs", "fuse.glusterfs",
        "fuse.s3fs", "fuse.rclone",
    ]

    private static let virtual: Set<Substring> = [
        "proc", "sysfs", "cgroup", "cgroup2", "devpts", "debugfs", "tracefs", "securityfs",
    ]

    private var kinds: [(point: String, kind: Substring)] = []

    /// Reads the table.
    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard let mark = fields.firstIndex(of: "-"), mark > 4, mark + 1 < fields.count else { continue }
            kinds.append((Self.plain(fields[4]), fields[mark + 1]))
        }
    }

    /// Whether a folder is on another machine.
    ///
    /// - Parameter path: The folder from the root, without links.
    func isRemote(_ path: String) -> Bool { kind(at: path).map { Self.remote.contains($0) } ?? false }

    /// Whether a folder shows the state of the system, and nothing can be kept there.
    ///
    /// - Parameter path: As above.
    func isVirtual(_ path: String) -> Bool { kind(at: path).map { Self.virtual.contains($0) } ?? false }

    private func kind(at path: String) -> Substring? {
        // Of several mounts at one point the last one is seen.
        kinds.enumerated().filter { Self.holds($0.element.point, path) }
            .max { ($0.element.point.utf8.count, $0.offset) < ($1.element.point.utf8.count, $1.offset) }?.element.kind
    }

    private static func holds(_ point: String, _ path: String) -> Bool {
        point == "/" || path == point || path.hasPrefix(point + "/")
    }

    /// A path without the octal escapes of blanks.
    private static func plain(_ text: Substring) -> String {
        String(text).replacing("\\040", with: " ").replacing("\\011", with: "\t").replacing("\\134", with: "\\")
    }
}
