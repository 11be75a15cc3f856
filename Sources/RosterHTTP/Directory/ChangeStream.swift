import RosterCore
import SCIM
import Synchronization

/// The changes of a directory as Server-Sent Events, for as long as somebody reads them.
///
/// The next events are fetched when those before them have left, so a slow reader holds up nobody else.
struct ChangeStream: Sendable {
    /// How long nothing is said before a comment shows that the connection is alive.
    private static let patience = Duration.seconds(15)
    private static let count = 100

    let directory: Directory
    /// The position behind which to begin.
    let start: DirectoryPosition
    /// Whether the reader may still read: credentials are revoked and expire while a stream is open.
    let readmission: Readmission

    /// The bytes, event by event; the end if the changes cannot be told any more, whereupon the reader asks again.
    var bytes: AsyncStream<[UInt8]> {
        let position = Mutex(start)
        return AsyncStream {
            guard !Task.isCancelled,
                let changes = try? await readmission.whileGood({
                    try await directory.changes(
                        after: position.withLock { $0 }, count: Self.count, waiting: Self.patience)
                })
            else { return nil }
            guard let last = changes.last else { return Array(": nothing new\n\n".utf8) }
            position.withLock { $0 = last.position }
            return changes.flatMap(Self.event)
        }
    }

    /// A change as an event (WHATWG HTML §9.2), whose id is its position.
    private static func event(_ change: DirectoryChange) -> [UInt8] {
        Array("id: \(change.position)\nevent: change\ndata: ".utf8) + change.representation.jsonBytes
            + Array("\n\n".utf8)
    }
}
