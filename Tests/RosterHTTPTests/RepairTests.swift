import ConformanceLedger
import HTTPTypes
import Logging
import RosterCore
import RosterHTTP
import RosterTesting
import SCIM
import Synchronization
import Testing

@Suite("What clients do otherwise than the RFCs is repaired, counted and logged, or refused")
struct RepairTests {
    private static let user = #""schemas":["\#(Schema.user.id)"],"userName""#

    private static func patch(_ operation: String) -> String {
        #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[\#(operation)]}"#
    }

    /// A request that needs a repair, told by what it needs.
    struct Example: Sendable, CustomStringConvertible {
        let tolerance: Tolerance
        let method: HTTPRequest.Method
        let path: String
        var body: String?
        /// The answer where repairs are made, and where they are not.
        let lenient: Int, strict: String

        var description: String { tolerance.rawValue }
    }

    private static let examples = [
        Example(
            tolerance: .booleanAsString, method: .post, path: "/Users", body: #"{\#(user):"bob","active":"True"}"#,
            lenient: 201, strict: "invalidValue"),
        Example(
            tolerance: .unlistedExtension, method: .put, path: "/Users/ID",
            body: #"{\#(user):"ada","\#(Schema.enterpriseUser.id)":{"department":"d"}}"#, lenient: 200,
            strict: "invalidSyntax"),
        Example(
            tolerance: .operationLetterCase, method: .patch, path: "/Users/ID",
            body: patch(#"{"op":"Replace","path":"title","value":"x"}"#), lenient: 200, strict: "invalidSyntax"),
        Example(
            tolerance: .creationByValuePath, method: .patch, path: "/Users/ID",
            body: patch(#"{"op":"replace","path":"emails[type eq \"work\"].value","value":"a@x.org"}"#), lenient: 200,
            strict: "noTarget"),
        Example(
            tolerance: .unquotedOperand, method: .get, path: "/Users?filter=userName+eq+ada", lenient: 200,
            strict: "invalidFilter"),
        Example(
            tolerance: .parameterLetterCase, method: .get, path: "/Users?startindex=1", lenient: 200,
            strict: "invalidValue"),
        Example(
            tolerance: .unknownMember, method: .post, path: "/Groups",
            body: #"{"schemas":["\#(Schema.group.id)"],"displayName":"g","members":[{"value":"nobody"}]}"#,
            lenient: 201, strict: "invalidValue"),
        Example(
            tolerance: .unqualifiedExtension, method: .post, path: "/.search",
            body: #"{"schemas":["\#(MessageURI.searchRequest)"],"filter":"manager eq \"x\""}"#, lenient: 200,
            strict: "invalidFilter"),
        Example(
            tolerance: .emptyStringAsNull, method: .post, path: "/Bulk",
            body:
                #"{"schemas":["\#(MessageURI.bulkRequest)"],"Operations":[{"method":"PUT","path":"/Users/ID","data":{\#(user):"ada","title":""}}]}"#,
            lenient: 200, strict: "invalidValue"),
    ]

    @Test(arguments: examples)
    func `by default a request is repaired and counted once`(_ example: Example) async {
        let client = Client()
        let reply = await send(example, by: client)
        #expect(reply.status == example.lenient)
        #expect(client.endpoint.repairs == [example.tolerance: 1])
        _ = await send(example, by: client)
        #expect(client.endpoint.repairs[example.tolerance] ?? 0 >= 1)
    }

    @Test(arguments: examples)
    func `where strict is set it is refused, and the tolerance is named`(_ example: Example) async {
        var settings = EndpointSettings()
        settings.isStrict = true
        let client = Client(settings: settings)
        let reply = await send(example, by: client)
        let error = reply.json["Operations"]?.array?.first?["response"] ?? reply.json
        #expect(error["scimType"]?.string == example.strict)
        let named = example.tolerance == .creationByValuePath || error["detail"]?.string?.contains("\(example)") == true
        #expect(named, "\(error["detail"]?.string ?? "")")
        #expect(client.endpoint.repairs.isEmpty)
    }

    @Test func `a request that follows the RFCs is not counted`() async {
        let client = Client()
        let id = await client.create("/Users", #"{\#(Self.user):"ada","id":"x","title":null,"emails":[]}"#)
        _ = await client.send(.get, "/Users?filter=emails%20co%20%22x%22&startIndex=0&count=-1&foo=bar")
        _ = await client.send(.patch, "/Users/\(id)", Self.patch(#"{"op":"add","value":{"title":"t"}}"#))
        #expect(client.endpoint.repairs.isEmpty)
    }

    @Test func `the log names tolerances, account and client, and no values`() async {
        let lines = Lines()
        let service = ProvisioningService(
            store: InMemoryStore(), roles: NoRoles(), types: [.user, .group],
            logger: Logger(label: "test") { _ in lines })
        let endpoint = Endpoint(
            service: service, authenticators: [OneToken(scopes: [.all])], logger: Logger(label: "test") { _ in lines })
        var client = Client()
        client.endpoint = endpoint
        let body = #"{\#(Self.user):"canary-1","active":"True","title":""}"#
        _ = await client.send(.post, "/Users", body, headers: [.userAgent: "Some\u{1B}[31m Client/1.0"])
        let text = lines.text.joined()
        #expect(text.contains("booleanAsString,emptyStringAsNull"))
        #expect(text.contains("test"))
        #expect(text.contains("Some [31m Client/1.0"))
        #expect(!text.contains("canary"))
    }

    private func send(_ example: Example, by client: Client) async -> Reply {
        let id = await client.create("/Users", #"{\#(Self.user):"ada"}"#)
        return await client.send(
            example.method, example.path.replacing("ID", with: id), example.body?.replacing("ID", with: id))
    }
}

/// Keeps what is logged.
private struct Lines: LogHandler {
    private final class Kept: Sendable {
        let lines = Mutex<[String]>([])
    }

    private let kept = Kept()
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    var text: [String] { kept.lines.withLock { $0 } }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        kept.lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
    }
}
