import Hummingbird
import Synchronization

/// The application as it was: who has a badge, and routes that tell.
final class Badges: Sendable {
    private let names = Mutex<Set<String>>([])

    func issue(to name: String) { _ = names.withLock { $0.insert(name) } }

    func revoke(from name: String) { _ = names.withLock { $0.remove(name) } }

    func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("/health") { _, _ in "well" }
        router.get("/badges") { [self] _, _ in names.withLock { $0.sorted() } }
    }
}
