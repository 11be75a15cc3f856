import RosterCore
import SCIM
import ServiceLifecycle

/// Gives a badge to each active user and takes it back when the user leaves: it reads who is there, then follows the changes.
struct BadgePrinter: Service {
    let directory: Directory
    let badges: Badges

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            do {
                try await follow()
            } catch  where Task.isCancelled {
                // The application stops.
            }
        }
    }

    private func follow() async throws {
        // First the position, then the users: a change meanwhile is met twice rather than never.
        var position = try await directory.position()
        var page = try await directory.users(count: 100)
        while true {
            for user in page.entries { note(user, insteadOf: nil) }
            guard let next = page.next else { break }
            page = try await directory.users(after: next, count: 100)
        }
        while !Task.isCancelled {
            for change in try await directory.changes(after: position, waiting: .seconds(30)) {
                for user in change.users { note(user.after, insteadOf: user.before) }
                position = change.position
            }
        }
    }

    private func note(_ user: DirectoryUser?, insteadOf before: DirectoryUser?) {
        if let name = before?.record?[.userName]?.string { badges.revoke(from: name) }
        guard let record = user?.record, let name = record[.userName]?.string, record[.active] != false else { return }
        badges.issue(to: name)
    }
}
