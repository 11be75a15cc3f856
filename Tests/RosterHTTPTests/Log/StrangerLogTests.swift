import HTTPTypes
import Logging
import RosterHTTP
import SCIM
import Testing

@Suite("Requests without good credentials are logged, a few for each address")
struct StrangerLogTests {
    @Test func `each is a line with address and reason, and without the secret`() async throws {
        let provider = LoggedProvider()
        await provider.knock(from: "192.0.2.1", token: "s3cret-token")
        await provider.knock(from: nil, token: nil)
        let lines = provider.log.take()
        #expect(lines.map { $0["reason"] } == ["refused", "missing"])
        #expect(lines.map { $0["address"] } == ["192.0.2.1", "unknown"])
        #expect(lines.allSatisfy { $0["status"] == "401" && $0["path"] == "/scim/Users" && $0["request"] != nil })
        #expect(lines.allSatisfy { !$0.text.contains("s3cret") && $0.level == .info })
    }

    @Test func `a guesser gets five lines a minute, and the others are counted by their reasons`() async {
        let provider = LoggedProvider()
        for number in 0..<100 { await provider.knock(from: "192.0.2.1", "/Users/\(number)") }
        for _ in 0..<7 { await provider.knock(from: "192.0.2.1", token: nil) }
        #expect(provider.log.take().count == 5)
        await provider.knock(from: "192.0.2.2")
        #expect(provider.log.take().map { $0["address"] } == ["192.0.2.2"])
        provider.refusals.flush()
        let summary = provider.log.take()
        #expect(summary.map(\.message) == ["refused more requests without good credentials"])
        #expect(summary.first?["times"] == "102" && summary.first?["reasons"] == "missing=7,refused=95")
        await provider.knock(from: "192.0.2.1")
        #expect(provider.log.take().count == 1)
    }

    @Test(
        arguments: [
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
            ("2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:0::/64"), ("::1", "::2", "0:0:0:0::/64"),
            ("fe80::1%eth0", "fe80::2%eth0", "fe80:0:0:0::/64"), ("::ffff:192.0.2.1", "192.0.2.1", "192.0.2.1"),
            ("2001:db8:1:2::", "2001:db8:1:2::7", "2001:db8:1:2::/64"),
        ])
    func `the addresses of one customer count as one`(_ first: String, _ second: String, _ network: String) async {
        let provider = LoggedProvider()
        for _ in 0..<5 { await provider.knock(from: first) }
        await provider.knock(from: second)
        #expect(provider.log.take().map { $0["address"] } == Array(repeating: network, count: 5))
    }

    @Test func `any number of addresses is counted in the memory of a few`() async {
        let provider = LoggedProvider()
        for number in 0..<400 { await provider.knock(from: "10.0.\(number / 200).\(number % 200)") }
        #expect(provider.log.take().count == 256)
        provider.refusals.flush()
        #expect(provider.log.take().map { $0["times"] } == ["144"])
    }

    @Test func `what is refused before credentials are looked at counts among them`() async {
        let provider = LoggedProvider()
        await provider.knock(from: "192.0.2.1", "/Users?x=" + String(repeating: "y", count: 9_000))
        let line = provider.log.take().first
        #expect(line?["status"] == "414" && line?["reason"] == "uriTooLong" && line?["path"] == "/scim/Users")
    }
}
