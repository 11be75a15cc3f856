import Foundation
import SCIM
import Synchronization

/// One client: it makes, changes and deletes users of its own.
final class WorkloadClient: Sendable {
    private enum Change {
        case create(String)
        case set(String, Int)
        case delete(String)
    }

    private struct Ledger {
        /// The values of the users there are.
        var values: [String: Int] = [:]
        var deleted: Set<String> = []
        /// What was asked for without an answer.
        var pending: Change?
        /// What was answered since the last look.
        var touched: Set<String> = []
        var next = 0
        var acknowledgements = 0
        /// Whether answers that come now count for nothing.
        var isFrozen = false
    }

    private let number: Int
    private let most: Int
    private let ledger = Mutex(Ledger())

    init(_ number: Int, users most: Int) {
        self.number = number
        self.most = most
    }

    /// How many users there are of this client.
    var count: Int { ledger.withLock { $0.values.count } }

    /// How many changes were answered.
    var acknowledgements: Int { ledger.withLock { $0.acknowledgements } }

    /// Writes for as long as there are answers.
    func write(port: Int, token: String, acknowledge: () -> Void) {
        guard let connection = try? HTTPConnection(port: port, token: token) else { return }
        while let change = Optional(next()), let outcome = try? carryOut(change, connection) {
            let counts = ledger.withLock { ledger in
                guard !ledger.isFrozen else { return false }
                ledger.pending = nil
                ledger.acknowledgements += 1
                ledger.touched.insert(outcome)
                switch change {
                case .create: ledger.values[outcome] = 0
                case .set(_, let value): ledger.values[outcome] = value
                case .delete:
                    ledger.values[outcome] = nil
                    ledger.deleted.insert(outcome)
                }
                return true
            }
            guard counts else { return }
            acknowledge()
        }
    }

    /// Takes answers that come from now on for none.
    func freeze() { ledger.withLock { $0.isFrozen = true } }

    private func next() -> Change {
        ledger.withLock { ledger in
            ledger.next += 1
            let user = ledger.next.isMultiple(of: 2) ? ledger.values.keys.randomElement() : nil
            let change: Change =
                switch (user, ledger.next % 10) {
                case (let user?, 8): .delete(user)
                // There are to be about as many users at the end as at the beginning.
                case (let user?, _) where ledger.values.count > most: .delete(user)
                case (let user?, _): .set(user, ledger.next)
                case (nil, _): .create("client\(number)-\(ledger.next)")
                }
            ledger.pending = change
            return change
        }
    }

    /// - Returns: The id of the user.
    private func carryOut(_ change: Change, _ connection: HTTPConnection) throws -> String {
        switch change {
        case .create(let name):
            let body = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"\#(name)"}"#
            let (status, user) = try connection.send("POST", "/Users", body)
            guard status == 201, let id = user["id"]?.string else { throw HTTPConnection.Closed() }
            return id
        case .set(let id, let value):
            // Two attributes at once: half of a change would show.
            let body =
                #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":["#
                + #"{"op":"replace","path":"title","value":"\#(value)"},"#
                + #"{"op":"add","value":{"nickName":"\#(value)"}}]}"#
            guard try connection.send("PATCH", "/Users/\(id)", body).status == 200 else {
                throw HTTPConnection.Closed()
            }
            return id
        case .delete(let id):
            guard try connection.send("DELETE", "/Users/\(id)").status == 204 else { throw HTTPConnection.Closed() }
            return id
        }
    }

    /// Holds what a server has against the ledger, and brings the ledger up to date.
    ///
    /// - Parameter whole: Whether to look at everything, and not only at what was changed since the last time.
    /// - Returns: What is wrong.
    func check(_ connection: HTTPConnection, whole: Bool) throws -> [String] {
        var ledger = ledger.withLock { $0 }
        var problems: [String] = []
        var open: (id: String, values: [Int?])?
        switch ledger.pending {
        case .create(let name):
            let found = try connection.send("GET", "/Users?filter=userName%20eq%20%22\(name)%22").json
            if let id = found["Resources"]?.array?.first?["id"]?.string { open = (id, [0]) }
        case .set(let id, let value): open = (id, [ledger.values[id], value])
        case .delete(let id): open = (id, [ledger.values[id], nil])
        case nil: break
        }
        if let open {
            let value = try value(of: open.id, connection, &problems)
            if !open.values.contains(value) {
                problems.append("\(open.id) is \(value ?? -1), not one of \(open.values)")
            }
            ledger.values[open.id] = value
            ledger.touched.remove(open.id)
        }
        let users = whole ? Set(ledger.values.keys).union(ledger.deleted) : ledger.touched
        for id in users {
            let value = try value(of: id, connection, &problems)
            if value != ledger.values[id] { problems.append("\(id) is \(value ?? -1), not \(ledger.values[id] ?? -1)") }
        }
        ledger.pending = nil
        ledger.touched = []
        ledger.isFrozen = false
        self.ledger.withLock { $0 = ledger }
        return problems
    }

    /// The value of a user; `nil` if there is none.
    private func value(of id: String, _ connection: HTTPConnection, _ problems: inout [String]) throws -> Int? {
        let (status, user) = try connection.send("GET", "/Users/\(id)")
        if status == 404 { return nil }
        if user["title"] != user["nickName"] { problems.append("half of a change of \(id)") }
        return Int(user["title"]?.string ?? "0")
    }
}
