import ConformanceLedger
import HTTPTypes
import RosterHTTP
import SCIM
import Testing

@Suite("RFC 7644 §3.4.2.2 — operators of filters")
struct FilterConformanceTests {
    @Test(.shows("7644-3.4.2.2-a"))
    func filtersAreAnnounced() async {
        let config = await Provider().get("/ServiceProviderConfig").json
        #expect(config["filter"]?["supported"] == true)
        #expect((config["filter"]?["maxResults"]?.integer ?? 0) > 0)
    }

    @Test(.shows("7644-3.4.2.2-b"))
    func onlyMatchesAreReturned() async {
        let page = await Provider.crew().get("/Users", ["filter": #"userName eq "bjensen""#])
        #expect(page.json["totalResults"] == 1)
        #expect(page.shownNames == ["bjensen"])
    }

    @Test(
        .shows("7644-3.4.2.2-c"),
        arguments: [
            #"userName eq "bjensen" or userName eq "zoe""#, #"USERNAME Eq "bjensen" OR username EQ "zoe""#,
            #"NOT (userName ne "bjensen" AND userName NE "zoe")"#,
        ])
    func namesAndWordsDisregardLetterCase(_ filter: String) async {
        #expect(await Provider.crew().names(where: filter) == ["bjensen", "Zoe"])
    }

    @Test(.shows("7644-3.4.2.2-d"))
    func equalAndNotEqual() async {
        let provider = await Provider.crew()
        #expect(await provider.names(where: #"userType eq "Employee""#) == ["bjensen"])
        #expect(await provider.names(where: #"userType ne "Employee""#) == ["Jules", "mira", "Zoe"])
        let other = #"emails.value ne "bj@example.com""#
        #expect(await provider.names(where: other) == ["bjensen", "Jules", "mira", "Zoe"])
    }

    @Test(
        .shows("7644-3.4.2.2-e"),
        arguments: [
            #"userName sw "bj""#, #"userName ew "sen""#, #"userName co "jen""#, #"userName sw "bjensen""#,
            #"userName ew "bjensen""#, #"userName co "bjensen""#,
        ])
    func partsOfText(_ filter: String) async {
        #expect(await Provider.crew().names(where: filter) == ["bjensen"])
    }

    @Test(.shows("7644-3.4.2.2-f"))
    func presence() async {
        let provider = await Provider.crew()
        #expect(await provider.names(where: "title pr") == ["bjensen"])
        #expect(await provider.names(where: "emails pr") == ["bjensen", "mira"])
        #expect(await provider.names(where: "name pr") == ["bjensen"])
        #expect(await provider.names(where: "active pr") == ["bjensen", "Jules", "mira"])
        #expect(await provider.names(where: "id pr and meta.created pr and schemas pr").count == 4)
    }

    @Test(.shows("7644-3.4.2.2-g"))
    func textIsOrderedByItsFoldedLetters() async {
        let provider = await Provider.crew()
        #expect(await provider.names(where: #"userName gt "M""#) == ["mira", "Zoe"])
        #expect(await provider.names(where: #"userName ge "MIRA""#) == ["mira", "Zoe"])
        #expect(await provider.names(where: #"userName lt "jules""#) == ["bjensen"])
        #expect(await provider.names(where: #"userName le "jules""#) == ["bjensen", "Jules"])
    }

    @Test(.shows("7644-3.4.2.2-g"))
    func timesAreOrderedByInstant() async {
        let provider = Provider.ofInstruments
        _ = await provider.instrument("scale", ["calibratedAt": "2024-01-01T00:00:00Z"])
        let sameInstant = [
            "2024-01-01T01:00:00+01:00", "2023-12-31T19:00:00.000-05:00", "2024-01-01T00:00:00.0000000Z",
        ]
        for instant in sameInstant {
            for (comparison, found) in [("eq", 1), ("ge", 1), ("le", 1), ("gt", 0), ("lt", 0), ("ne", 0)] {
                let filter = #"calibratedAt \#(comparison) "\#(instant)""#
                #expect(await provider.names(Instrument.endpoint, where: filter).count == found, "\(filter)")
            }
        }
        let later = #"calibratedAt lt "2024-01-01T00:00:00.001Z""#
        #expect(await provider.names(Instrument.endpoint, where: later) == ["scale"])
    }

    @Test(.shows("7644-3.4.2.2-g"))
    func numbersAreOrderedByValue() async {
        let provider = Provider.ofInstruments
        _ = await provider.instrument("nine", ["range": 9])
        _ = await provider.instrument("ten", ["range": 10])
        #expect(await provider.names(Instrument.endpoint, where: "range gt 9") == ["ten"])
        #expect(await provider.names(Instrument.endpoint, where: "range ge 9.0") == ["nine", "ten"])
        #expect(await provider.names(Instrument.endpoint, where: "range lt 10") == ["nine"])
        #expect(await provider.names(Instrument.endpoint, where: "range eq 1e1") == ["ten"])
    }

    @Test(
        .shows("7644-3.4.2.2-h"),
        arguments: ["gt", "ge", "lt", "le"].flatMap {
            ["active \($0) true", #"x509Certificates.value \#($0) "QQ==""#, "emails[primary \($0) true]"]
        })
    func truthAndBytesHaveNoOrder(_ filter: String) async {
        #expect(await Provider.crew().verdict(where: filter) == "400 invalidFilter")
    }

    @Test(
        .shows("7644-3.4.2.2-i"),
        arguments: [
            " ", "userName", "userName eq", "(userName pr", "userName pr)", "userName eq 'bob'",
            #"userName eq "bob"#,
            "eq", #"userName eq "a" and"#, #"or userName eq "a""#, "not userName pr", "()", "userName pr pr",
            #"userName eq "a" "b""#, "emails[", "emails[]", #"emails[type eq "work"].value"#, "userName == \"a\"",
        ])
    func malformedFilterIsRefused(_ filter: String) async {
        #expect(await Provider.crew().verdict(where: filter) == "400 invalidFilter")
    }

    @Test("older Entra ID and authentik send operands without quotes", .shows("7644-3.4.2.2-i"))
    func operandWithoutQuotesIsRefusedIfStrict() async {
        let strict = await Client.strict.send(.get, "/Users?filter=userName%20eq%20bob")
        #expect(strict.error?.scimType == "invalidFilter")
        #expect(strict.error?.detail.contains("unquotedOperand") == true)
        #expect(await Provider.crew().verdict(where: "userName eq bob") == "200")
    }

    @Test(.shows("7644-3.4.2.2-j"))
    func unknownOperatorIsNamed() async {
        let reply = await Provider.crew().get("/Users", ["filter": #"userName regex "a.*""#])
        #expect(reply.verdict == "400 invalidFilter")
        #expect(reply.error?.detail.contains("regex") == true)
    }

    @Test(.shows("7644-3.4.2.2-k"))
    func andBindsTighterThanOr() async {
        let provider = await Provider.crew()
        let plain = #"userName eq "bjensen" or userName eq "jules" and active eq false"#
        #expect(await provider.names(where: plain) == ["bjensen", "Jules"])
        let grouped = #"(userName eq "bjensen" or userName eq "jules") and active eq false"#
        #expect(await provider.names(where: grouped) == ["Jules"])
        let negated = #"not (active eq true) and userName sw "m" or title pr"#
        #expect(await provider.names(where: negated) == ["bjensen", "mira"])
    }

    @Test(.shows("7644-3.4.2.2-l"), arguments: ["not (active eq true)", "not(active eq true)"])
    func negation(_ filter: String) async {
        #expect(await Provider.crew().names(where: filter) == ["Jules", "mira", "Zoe"])
    }
}
