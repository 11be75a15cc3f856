import HTTPTypes
import Logging
import RosterCore
import RosterTesting
import SCIM
import Testing

@testable import RosterHTTP

@Suite("The reason of every refusal reaches the operator")
struct RefusalLogTests {
    private static let patch = LoggedProvider.patch

    @Test func `a refused request is a line at info that says who wanted what, and why not`() async throws {
        let provider = LoggedProvider()
        let id = await provider.client.createUser("ada")
        let reply = await provider.client.send(
            .patch, "/Users/\(id)?attributes=id", Self.patch(#"{"op":"replace","path":"active","value":"maybe"}"#),
            headers: [.userAgent: "Okta SCIM Client 1.0.0"])
        #expect(reply.status == 400)
        let line = try #require(provider.log.take().last)
        #expect(line.level == .info && line.message == "refused a request")
        #expect(
            line.fields == [
                "method": "PATCH", "path": "/scim/Users/\(id)", "status": "400", "scimType": "invalidValue",
                "detail": #""Operations[0]: 'active' must be a Boolean""#, "account": "test",
                "client": "'Okta SCIM Client 1.0.0'", "request": reply.answer.requestID?.description ?? "none",
            ])
    }

    @Test(
        arguments: [
            (.post, "/Users", #"{"userName":"x""#, "400"), (.put, "/Users/ADA", #"{\#(LoggedProvider.user)}"#, "400"),
            (.delete, "/Users/nobody", nil, "404"),
            (.patch, "/Users/nobody", patch(#"{"op":"remove","path":"title"}"#), "404"),
            (.post, "/Users", #"{\#(LoggedProvider.user),"userName":"ada"}"#, "409"), (.put, "/Users", "{}", "405"),
            (.get, "/Users?filter=x", nil, "400"), (.get, "/Users?cursor=x", nil, "400"),
            (.get, "/v1/Users", nil, "400"),
            (.post, "/Users/.search", "[]", "400"), (.post, "/Bulk", "{}", "400"),
            (.get, "/Users?filter=password%20eq%20%22x%22", nil, "403"), (.post, "/nothing", "{}", "404"),
        ] as [(HTTPRequest.Method, String, String?, String)])
    func `whatever is refused, one line says so`(
        _ method: HTTPRequest.Method, _ path: String, _ body: String?, _ status: String
    ) async {
        let provider = LoggedProvider()
        let id = await provider.client.createUser("ada")
        let reply = await provider.client.send(method, path.replacing("ADA", with: id), body)
        #expect(String(reply.status) == status)
        let lines = provider.log.take().filter { $0.message.hasPrefix("refused") }
        #expect(lines.map { $0["status"] } == [status] && lines.first?["detail"]?.count ?? 0 > 2)
        #expect(lines.first?["scimType"] == reply.error?.scimType)
        #expect(lines.first?["path"]?.contains("?") == false)
    }

    @Test func `readers who find nothing and preconditions that fail are not refused`() async {
        let provider = LoggedProvider()
        let id = await provider.client.createUser("ada")
        #expect(await provider.client.send(.get, "/Users/nobody").status == 404)
        #expect(await provider.client.send(.head, "/nothing").status == 404)
        for method in [HTTPRequest.Method.get, .delete] {
            let reply = await provider.client.send(method, "/Users/\(id)", headers: [.ifMatch: #"W/"0""#])
            #expect(reply.status == 412)
        }
        let bulk = LoggedProvider.bulk(#"{"method":"DELETE","path":"/Users/\#(id)","version":"W/\"0\""}"#)
        #expect(await provider.client.send(.post, "/Bulk", bulk).json["Operations"]?.array?.first?["status"] == "412")
        #expect(provider.log.take().isEmpty)
    }

    @Test func `operations of a bulk request that is answered by 200 are told of one by one`() async {
        let provider = LoggedProvider()
        let reply = await provider.client.send(
            .post, "/Bulk",
            LoggedProvider.bulk(
                #"{"method":"POST","path":"/Users","bulkId":"a","data":{\#(LoggedProvider.user),"userName":"a"}}"#,
                #"{"method":"POST","path":"/Users","bulkId":"b","data":{\#(LoggedProvider.user)}}"#,
                #"{"method":"DELETE","path":"/Groups/nobody"}"#, #"{"method":"STEAL","path":"/secret/path"}"#))
        #expect(reply.status == 200)
        let lines = provider.log.take().filter { $0.message == "refused a request" }
        #expect(lines.map { $0["part-of"] } == Array(repeating: "POST /scim/Bulk", count: 3))
        #expect(lines.map { $0["method"] } == ["POST", "DELETE", "…"])
        #expect(lines.map { $0["path"] } == ["/Users", "/Groups/nobody", "…"])
        #expect(lines.map { $0["status"] } == ["400", "404", "400"])
        #expect(lines.first?["detail"] == #""'userName' is required""#)
    }

    @Test func `the directory tells of what it refuses, too`() async {
        let log = RecordedLines()
        let office = Office(logger: log.logger)
        let id = await office.user("ada")
        _ = await office.send(.patch, "/users/\(id)", #"{"mail":""}"#)
        _ = await office.send(.get, "/users/nobody")
        _ = await office.send(.get, "/users?filter=shoe%20eq%20%22x%22")
        _ = await office.send(.get, "/users", token: nil)
        let lines = log.take().filter { $0.message.hasPrefix("refused") }
        #expect(lines.map { $0["status"] } == ["400", "400", "401"])
        #expect(lines.first?["detail"]?.contains("the record needs a 'mail'") == true, "\(lines)")
        #expect(lines.last?["reason"] == "missing")
    }

    @Test(arguments: [(SCIMError.Code.unavailable, "503"), (.internalError, "500"), (.notImplemented, "501")])
    func `a failure of the provider is an error`(_ code: SCIMError.Code, _ status: String) async {
        let provider = LoggedProvider(store: RefusingStore(error: SCIMError(code, "the store is away")))
        _ = await provider.client.send(.get, "/Users/x")
        let line = provider.log.take().last
        #expect(line?.level == .error && line?["status"] == status)
        #expect(line?["detail"] == #""the store is away""#)
    }

    @Test func `those that are alike are summed up when the minute is over, and at the end`() async {
        let provider = LoggedProvider()
        let send = { _ = await provider.client.send(.post, "/Users", #"{\#(LoggedProvider.user)}"#) }
        for _ in 0..<10 { await send() }
        #expect(provider.log.take().count == 1)
        provider.pass(.seconds(59))
        await send()
        #expect(provider.log.take().isEmpty)
        provider.pass(.seconds(1))
        // Nobody has called `flush()`: the next one begins the next minute.
        await send()
        let lines = provider.log.take()
        #expect(lines.map(\.message) == ["refused the same again", "refused a request"])
        #expect(lines.first?["times"] == "10" && lines.first?["detail"] == lines.last?["detail"])
        #expect(lines.first?["request"] == nil && lines.last?["request"] != nil)
        await send()
        provider.refusals.flush()
        #expect(provider.log.take().map { $0["times"] } == ["1"])
        provider.refusals.flush()
        #expect(provider.log.take().isEmpty)
    }

    @Test func `what differs in a value alone is the same, what differs in account, path or reason is not`() async {
        let provider = LoggedProvider()
        for name in ["a", "b"] {
            _ = await provider.client.send(.post, "/Users", #"{\#(LoggedProvider.user),"userName":{"\#(name)":1}}"#)
        }
        #expect(provider.log.take().filter { $0.message == "refused a request" }.count == 1)
        for id in ["1", "2"] { _ = await provider.client.send(.delete, "/Users/\(id)") }
        #expect(provider.log.take().count == 2)
    }

    @Test func `a client that is refused in ever new ways fills neither memory nor log`() async {
        let provider = LoggedProvider()
        for number in 0..<1_000 { _ = await provider.client.send(.delete, "/Users/\(number)") }
        #expect(provider.log.take().count == 64)
        provider.refusals.flush()
        let summary = provider.log.take()
        #expect(summary.map(\.message) == ["refused other requests"])
        #expect(summary.first?.fields == ["account": "test", "status": "404", "times": "936"])
    }

    @Test func `it takes no lines from other accounts, nor from failures of the provider`() {
        let log = RecordedLines(), refusals = RefusalLog(log.logger)
        func refuse(_ account: String, _ status: String, _ path: Int) {
            refusals.note(["account": account, "status": status, "path": "/\(path)"], RequestID())
        }
        for number in 0..<1_000 { refuse("loud", "400", number) }
        #expect(log.take().count == 64)
        refuse("quiet", "400", 1)
        refuse("loud", "503", 1)
        let lines = log.take()
        #expect(lines.map { $0["account"] } == ["quiet", "loud"] && lines.map(\.level) == [.info, .error])
        for number in 0..<1_000 { refuse("account \(number)", "400", number) }
        #expect(log.take().count == 253)
        refusals.flush()
        #expect(log.take().compactMap { $0["times"] } == ["936", "747"])
    }

    @Test func `a request that nobody waits for is no error`() async {
        let provider = LoggedProvider(store: RefusingStore(error: SCIMError(.unavailable, "the server is stopping")))
        _ = await provider.client.send(.get, "/Users/x")
        #expect(provider.log.take().map(\.level) == [.error])
        let client = provider.client
        await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            _ = await client.send(.get, "/Users/y")
        }.value
        let lines = provider.log.take()
        #expect(lines.map(\.level) == [.info] && lines.first?["reason"] == "cancelled")
    }
}
