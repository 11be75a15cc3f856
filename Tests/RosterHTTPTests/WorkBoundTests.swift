import HTTPTypes
import RosterCore
import SCIM
import Testing

@Suite("RFC 7644 §3.12 — a search that takes too much work")
struct WorkBoundTests {
    @Test("is 400 tooMany and names the setting, however it is asked for")
    func budget() async {
        var limits = ServiceSettings()
        limits.searchTime = .nanoseconds(1)
        let client = Client(limits: limits)
        for number in 0..<300 {
            _ = await client.create("/Users", #"{"schemas":["\#(Schema.user.id)"],"userName":"ada\#(number)"}"#)
        }
        let filter = Array(repeating: #"userName co \"a\u0301\""#, count: 100).joined(separator: " or ")
        let message = #"{"schemas":["\#(MessageURI.searchRequest)"],"filter":"\#(filter)"}"#
        let short = Array(repeating: "userName%20co%20%22%C3%A9%22", count: 100).joined(separator: "%20or%20")
        for reply in [
            await client.send(.post, "/Users/.search", message), await client.send(.post, "/.search", message),
            await client.send(.get, "/Users?filter=\(short)"), await client.send(.get, "/?filter=\(short)"),
            await client.send(.get, "/Users?sortBy=userName&filter=\(short)"),
            await client.send(.get, "/Users?cursor=&filter=\(short)"),
        ] {
            #expect(reply.error?.status == "400" && reply.error?.scimType == "tooMany")
            #expect(reply.error?.detail.contains("'limits: scan'") == true)
        }
        #expect(await client.send(.get, "/Users?filter=userName%20eq%20%22ada7%22").json["totalResults"] == 1)
    }
}
