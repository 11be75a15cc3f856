import HTTPTypes
import RosterCore
import RosterHTTP
import RosterTesting
import SCIM
import Testing

private let user = LoggedProvider.user
private let group = LoggedProvider.group

/// A text that no log may show, with what would begin a new line or colour a terminal.
private let canary = "Canary d\u{2019}Ot@example.com 4711"

@Suite("What clients send does not reach the log")
struct CanaryTests {
    private struct RejectingRoles: RoleResolver {
        func roles(of subject: RoleSubject) -> [RoleGrant] { [] }
        var catalogue: [Role] { [] }
        func kept(_ pushed: [AttributeValue]) throws -> [AttributeValue] {
            let name = pushed.first?[.value]?.string ?? ""
            throw SCIMError(.invalidValue, "'roles': the role '\(name)' is not known here")
        }
    }

    /// Requests that are refused, leniently or where strict is set, or repaired; `CANARY` is the text.
    private static let requests: [(HTTPRequest.Method, String, String?)] =
        bodies.map { (.post, "/Users", "{\(user),\($0)}") }
        + operations.map { (.patch, "/Users/ADA", LoggedProvider.patch($0)) }
        + queries.map { (.get, "/Users?\($0)", nil) } + others

    private static let bodies = [
        #""userName":{"a":"CANARY"}"#, #""userName":["CANARY"]"#, #""userName":"CANARY","active":"CANARY""#,
        #""userName":"CANARY""#, #""userName":"u","CANARY":"CANARY""#, #""userName":"u","name":{"CANARY":"CANARY"}"#,
        #""userName":"u","emails":[{"CANARY":1}]"#, #""userName":"u","roles":["CANARY"]"#,
        #""userName":"u","password":"CANARY""#, #""userName":"u","timezone":"CANARY""#,
        #""userName":"u","addresses":[{"country":"CANARY"}]"#, #""userName":"u","profileUrl":42,"title":"CANARY""#,
        #""userName":"u","title":"CANARY\u0000""#, #""userName":"u","x509Certificates":[{"value":"CANARY"}]"#,
        #""userName":"u","meta":{"created":"CANARY"},"locale":"CANARY""#, #""userName":"CANARY","userName":"CANARY""#,
        #""userName":"u","emails":[{"value":"CANARY","primary":true},{"value":"x","primary":true}]"#,
    ]

    private static let operations = [
        #"{"op":"CANARY","path":"title"}"#, #"{"op":"replace","path":"CANARY","value":"CANARY"}"#,
        #"{"op":"replace","path":"emails[type eq \"CANARY\"].value","value":{"a":"CANARY"}}"#,
        #"{"op":"replace","path":"emails[CANARY].value","value":"CANARY"}"#,
        #"{"op":"replace","path":"emails[value eq \"CANARY\"].CANARY","value":"CANARY"}"#,
        #"{"op":"replace","path":"shoes[value eq \"CANARY\"]","value":"CANARY"}"#,
        #"{"op":"remove","path":"emails[type eq \"CANARY\"]","value":"CANARY"}"#,
        #"{"op":"replace","path":"active","value":"CANARY"}"#, #"{"op":"replace","path":"id","value":"CANARY"}"#,
        #"{"op":"replace","value":{"CANARY":"CANARY","active":"CANARY"}}"#, #"{"op":"add","value":"CANARY"}"#,
        #"{"op":"add","path":"name.CANARY","value":"CANARY"}"#, #"{"op":"replace","path":["CANARY"],"value":1}"#,
        #"{"op":"replace","path":"roles","value":["CANARY"]}"#, #"{"op":"replace","path":"userName","value":"taken"}"#,
        #"{"op":"replace","path":"password","value":"CANARY"}"#,
    ]

    private static let queries = [
        "filter=CANARY", "filter=userName%20eq%20CANARY", "filter=userName%20CANARY%20%22x%22",
        "filter=active%20eq%20%22CANARY%22", "filter=CANARY%20eq%20%22CANARY%22", "filter=emails%5BCANARY%5D",
        "filter=password%20eq%20%22CANARY%22", "filter=userName%20eq%20%22CANARY", "count=CANARY",
        "startIndex=CANARY", "sortBy=name&sortOrder=CANARY", "sortBy=emails.CANARY&sortOrder=CANARY",
        "cursor=CANARY", "attributes=CANARY&excludedAttributes=CANARY", "STARTINDEX=CANARY",
        "filter=meta.created%20gt%20%22CANARY%22", "filter=members%20co%20%22CANARY%22",
    ]

    private static let others: [(HTTPRequest.Method, String, String?)] = [
        (.post, "/Users", "CANARY"), (.post, "/Users", #"{"schemas":["CANARY"],"userName":"CANARY"}"#),
        (.post, "/Users", #"{"schemas":"CANARY","userName":"CANARY"}"#),
        (.post, "/Groups", #"{\#(group),"displayName":"g","members":[{"value":"CANARY"}]}"#),
        (.post, "/Groups", #"{\#(group),"displayName":"g","members":[{"value":"ADA","type":"CANARY"}]}"#),
        (.post, "/Groups", #"{\#(group),"displayName":["CANARY"]}"#),
        (.put, "/Users/ADA", #"{\#(user),"userName":"CANARY","emails":"CANARY"}"#),
        (.post, "/Users/.search", #"{"schemas":["\#(MessageURI.searchRequest)"],"filter":"CANARY"}"#),
        (.post, "/Users/.search", #"{"schemas":["\#(MessageURI.searchRequest)"],"count":"CANARY","sortBy":7}"#),
        (.post, "/Bulk", LoggedProvider.bulk(#"{"method":"CANARY","path":"CANARY"}"#)),
        (.post, "/Bulk", LoggedProvider.bulk(#"{"method":"POST","path":"/CANARY","bulkId":"CANARY"}"#)),
        (.post, "/Bulk", LoggedProvider.bulk(#"{"method":"POST","path":"/Users","bulkId":"CANARY","data":{}}"#)),
        (
            .post, "/Bulk",
            LoggedProvider.bulk(#"{"method":"PUT","path":"/Users/ADA","data":{\#(user),"userName":"bulkId:CANARY"}}"#)
        ),
        (
            .post, "/Bulk",
            LoggedProvider.bulk(
                #"{"method":"POST","path":"/Users","bulkId":"CANARY"}"#,
                #"{"method":"POST","path":"/Users","bulkId":"CANARY"}"#)
        ),
    ]

    @Test(arguments: [true, false], ["\n", "\u{1B}[31m", "'", "\\\""])
    func `no value, wherever it stands, and in whichever quotes`(isStrict: Bool, mark: String) async throws {
        let provider = LoggedProvider(isStrict: isStrict, roles: RejectingRoles())
        let ada = await provider.client.createUser("ada")
        _ = await provider.client.createUser("taken")
        var refused = 0
        for (method, path, body) in Self.requests {
            let text = canary.replacing("d", with: "d\(mark)")
            let json = mark == "\\\"" ? text : text.replacing("\n", with: "\\n").replacing("\u{1B}", with: "\\u001b")
            let encoded = Self.encoded(text)
            let reply = await provider.client.send(
                method, path.replacing("CANARY", with: encoded).replacing("ADA", with: ada),
                body?.replacing("CANARY", with: json).replacing("ADA", with: ada),
                headers: [.userAgent: "test"])
            if reply.status >= 400 { refused += 1 }
        }
        provider.refusals.flush()
        let lines = provider.log.take()
        #expect(refused > 25, "\(refused)")
        #expect(lines.count > 15, "\(lines.count)")
        for line in lines {
            #expect(!line.text.contains("Canary") && !line.text.contains("Ot@example") && !line.text.contains("4711"))
            #expect(!line.text.unicodeScalars.contains { $0.properties.generalCategory == .control }, "\(line.text)")
        }
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            if byte.isASCIILetter || byte.isASCIIDigit { return String(UnicodeScalar(byte)) }
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }

    @Test func `what the log does show of a client cannot break its lines`() async {
        let provider = LoggedProvider()
        let evil = "x\r\ninfo roster: all is well\u{1B}[2J\u{2028}\u{202E}"
        var request = HTTPRequest(
            method: .delete, scheme: "https", authority: "a", path: "/scim/Users/\(evil)")
        _ = await provider.client.send(&request, headers: [.userAgent: "Evil\u{1B}[31m/1.0"])
        let bulk = LoggedProvider.bulk(#"{"method":"DELETE","path":"/Users/x\ninfo roster: fine"}"#)
        _ = await provider.client.send(.post, "/Bulk", bulk)
        await provider.knock(from: "192.0.2.1", "/\(evil)", token: evil)
        let lines = provider.log.take()
        #expect(lines.count == 3)
        for line in lines {
            #expect(
                line.text.unicodeScalars.allSatisfy {
                    ![.control, .format, .lineSeparator].contains($0.properties.generalCategory)
                })
            #expect(line["path"]?.contains(" ") == false)
        }
    }

    @Test func `names of unknown attributes are shown if they have the form of a name`() async {
        let provider = LoggedProvider(isStrict: true)
        let ada = await provider.client.createUser("ada")
        func detail(_ path: String) async -> String? {
            let operation = #"{"op":"replace","path":"\#(path)","value":"x"}"#
            // Otherwise those that are alike would get one line together.
            provider.refusals.flush()
            _ = await provider.client.send(.patch, "/Users/\(ada)", LoggedProvider.patch(operation))
            return provider.log.take().last?["detail"]
        }
        #expect(await detail("shoeSize") == #""Operations[0]: path 'shoeSize' names no attribute of User""#)
        #expect(
            await detail(#"shoes[type eq \"Canary\"].value"#)
                == #""Operations[0]: path 'shoes[…]' names no attribute of User""#)
        #expect(await detail("ada@example.com")?.contains("'…'") == true)
        #expect(await detail("4711")?.contains("4711") == false)
        #expect(await detail(String(repeating: "x", count: 68))?.contains("xx") == false)
    }
}
