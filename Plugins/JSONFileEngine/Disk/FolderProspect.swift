package import RosterCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Whether a store or backups can be kept in a folder, as far as that can be told without making anything.
package struct FolderProspect {
    /// What speaks against it.
    package let reason: String
    /// Whether it does so under any user of the server.
    let isCertain: Bool

    /// Looks at a folder, or where there is none yet at what it would lie in.
    ///
    /// - Returns: `nil` if nothing speaks against it.
    package init?(_ path: String) {
        var place = path
        var status = stat()
        while stat(place, &status) != 0 {
            guard errno == ENOENT || errno == ENOTDIR else {
                self.init(reason: Self.refusal(of: place), isCertain: false)
                return
            }
            let above = SystemFileSystem.parent(of: place)
            guard above != place else { return nil }
            place = above
        }
        if status.st_mode & S_IFMT != S_IFDIR {
            self.init(reason: "\(place) is no folder", isCertain: true)
        } else if Self.isVirtual(place) {
            self.init(reason: "\(place) shows the state of the system, and nothing can be kept there", isCertain: true)
        } else if access(place, R_OK | W_OK | X_OK) != 0 {
            self.init(reason: Self.refusal(of: place), isCertain: false)
        } else {
            return nil
        }
    }

    private init(reason: String, isCertain: Bool) {
        self.reason = reason
        self.isCertain = isCertain
    }

    /// The problem at its place in the configuration.
    package func problem(for key: String, in section: ConfigurationSection) -> ConfigurationProblem {
        let problem = section.problem(for: key, isCertain ? reason : "\(reason); the server must run as another user")
        return isCertain ? problem : problem.asWarning
    }

    private static func isVirtual(_ path: String) -> Bool {
        guard let real = realpath(path, nil) else { return false }
        defer { free(real) }
        return (try? SystemFileSystem().mounts().isVirtual(String(cString: real))) ?? false
    }

    /// Why this process may not use a folder.
    private static func refusal(of path: String) -> String {
        "\(SystemFileSystem.failure(errno, "access", path))"
    }
}
