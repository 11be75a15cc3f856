import ConformanceLedger
import SCIM
import Testing

/// Four users who differ in what the filters below look at.
private func crew() async -> Provider {
    let provider = Provider()
    _ = await provider.user(
        "bjensen",
        [
            "userType": "Employee", "title": "Guide", "active": true, "name": ["givenName": "Bo"],
            "displayName": "a\"b\\cé", "externalId": "ABC",
            "emails": [["value": "bj@example.com", "type": "work"], ["value": "bj@home.org", "type": "home"]],
            .enterprise: ["department": "Dock", "manager": ["value": "id2"]],
        ])
    _ = await provider.user(
        "Jules",
        [
            "userType": "Intern", "active": false, "title": "", "emails": [],
            "ims": [["value": "jules@foo.com", "type": "xmpp"]],
        ])
    _ = await provider.user("mira", ["active": false, "emails": [["value": "mira@example.net", "primary": true]]])
    _ = await provider.user("Zoe", ["title": .null, "name": [:], .enterprise: ["costCenter": "C1"]])
    return provider
}

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
        let page = await crew().get("/Users", ["filter": #"userName eq "bjensen""#])
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
        #expect(await crew().names(where: filter) == ["bjensen", "Zoe"])
    }

    @Test(.shows("7644-3.4.2.2-d"))
    func equalAndNotEqual() async {
        let provider = await crew()
        #expect(await provider.names(where: #"userType eq "Employee""#) == ["bjensen"])
        #expect(await provider.names(where: #"userType ne "Employee""#) == ["Jules", "mira", "Zoe"])
    }

    @Test(
        .shows("7644-3.4.2.2-e"),
        arguments: [
            #"userName sw "bj""#, #"userName ew "sen""#, #"userName co "jen""#, #"userName sw "bjensen""#,
            #"userName ew "bjensen""#, #"userName co "bjensen""#,
        ])
    func partsOfText(_ filter: String) async {
        #expect(await crew().names(where: filter) == ["bjensen"])
    }

    @Test(.shows("7644-3.4.2.2-f"))
    func presence() async {
        let provider = await crew()
        #expect(await provider.names(where: "title pr") == ["bjensen"])
        #expect(await provider.names(where: "emails pr") == ["bjensen", "mira"])
        #expect(await provider.names(where: "name pr") == ["bjensen"])
        #expect(await provider.names(where: "active pr") == ["bjensen", "Jules", "mira"])
        #expect(await provider.names(where: "id pr and meta.created pr and schemas pr").count == 4)
    }

    @Test(.shows("7644-3.4.2.2-g"))
    func textIsOrderedByItsFoldedLetters() async {
        let provider = await crew()
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
        #expect(await crew().verdict(where: filter) == "400 invalidFilter")
    }

    @Test(
        .shows("7644-3.4.2.2-i"),
        arguments: [
            "", " ", "userName", "userName eq", "(userName pr", "userName pr)", "userName eq bob", #"userName eq "bob"#,
            "eq", #"userName eq "a" and"#, #"or userName eq "a""#, "not userName pr", "()", "userName pr pr",
            #"userName eq "a" "b""#, "emails[", "emails[]", #"emails[type eq "work"].value"#, "userName == \"a\"",
        ])
    func malformedFilterIsRefused(_ filter: String) async {
        #expect(await crew().verdict(where: filter) == "400 invalidFilter")
    }

    @Test(.shows("7644-3.4.2.2-j"))
    func unknownOperatorIsNamed() async {
        let reply = await crew().get("/Users", ["filter": #"userName regex "a.*""#])
        #expect(reply.verdict == "400 invalidFilter")
        #expect(reply.error?.detail.contains("regex") == true)
    }

    @Test(.shows("7644-3.4.2.2-k"))
    func andBindsTighterThanOr() async {
        let provider = await crew()
        let plain = #"userName eq "bjensen" or userName eq "jules" and active eq false"#
        #expect(await provider.names(where: plain) == ["bjensen", "Jules"])
        let grouped = #"(userName eq "bjensen" or userName eq "jules") and active eq false"#
        #expect(await provider.names(where: grouped) == ["Jules"])
        let negated = #"not (active eq true) and userName sw "m" or title pr"#
        #expect(await provider.names(where: negated) == ["bjensen", "mira"])
    }

    @Test(.shows("7644-3.4.2.2-l"), arguments: ["not (active eq true)", "not(active eq true)"])
    func negation(_ filter: String) async {
        #expect(await crew().names(where: filter) == ["Jules", "mira", "Zoe"])
    }
}

@Suite("RFC 7644 §3.4.2.2 — attributes and operands of filters")
struct FilterAttributeConformanceTests {
    @Test(.shows("7644-3.4.2.2-m"))
    func oneMatchingValueIsEnough() async {
        #expect(await crew().names(where: #"emails.value eq "bj@home.org""#) == ["bjensen"])
    }

    @Test(.shows("7644-3.4.2.2-n"))
    func subAttributesAreNamedByDots() async {
        let provider = await crew()
        #expect(await provider.names(where: #"name.givenName eq "Bo""#) == ["bjensen"])
        #expect(await provider.names(where: #"emails co "example.com""#) == ["bjensen"])
        #expect(await provider.names(where: #"emails.value co "example.com""#) == ["bjensen"])
        #expect(await provider.verdict(where: #"name eq "Bo""#) == "400 invalidFilter")
    }

    @Test(.shows("7644-3.4.2.2-o"))
    func bracketsLookAtOneElement() async {
        let provider = await crew()
        let together = #"emails[type eq "work" and value co "@home"]"#
        #expect(await provider.names(where: together) == [])
        let apart = #"emails.type eq "work" and emails.value co "@home""#
        #expect(await provider.names(where: apart) == ["bjensen"])
    }

    @Test(.shows("7644-3.4.2.2-p"))
    func bracketsHoldAFilterOfTheirOwn() async {
        let provider = await crew()
        let nested = #"emails[type eq "work" or (type eq "home" and not (value ew "@x"))]"#
        #expect(await provider.names(where: nested) == ["bjensen"])
        #expect(await provider.verdict(where: "emails[a[b eq 1]]") == "400 invalidFilter")
        #expect(await provider.verdict(where: #"emails[shoeSize eq "1"]"#) == "400 invalidFilter")
        let union = #"emails[type eq "work"] or ims[type eq "xmpp" and value co "@foo.com"]"#
        #expect(await provider.names(where: union) == ["bjensen", "Jules"])
    }

    @Test(.shows("7644-3.4.2.2-q", "7643-3.1-e"))
    func letterCaseCountsWhereTheSchemaSaysSo() async {
        let provider = await crew()
        let kept = await provider.user("Kit")
        #expect(await provider.names(where: #"userName eq "BJENSEN""#) == ["bjensen"])
        #expect(await provider.names(where: #"id eq "\#(kept.id)""#) == ["Kit"])
        let other = kept.id.uppercased()
        #expect(await provider.names(where: #"id eq "\#(other)""#) == (other == kept.id ? ["Kit"] : []))
        #expect(await provider.names(where: #"externalId eq "ABC""#) == ["bjensen"])
        #expect(await provider.names(where: #"externalId eq "abc""#) == [])
        #expect(await provider.names(where: #"externalId sw "ab""#) == [])
    }

    @Test(.shows("7644-3.4.2.2-r"))
    func operandsAreJSON() async {
        let provider = await crew()
        #expect(await provider.names(where: #"displayName eq "a\"b\\c\u00e9""#) == ["bjensen"])
        #expect(await provider.names(where: #"displayName eq "\u0061\u0022b\\cé""#) == ["bjensen"])
        #expect(await provider.names(where: "active eq true") == ["bjensen"])
        #expect(await provider.names(where: "title eq null") == ["Jules", "mira", "Zoe"])
        #expect(await provider.names(where: "title ne null") == ["bjensen"])
        #expect(await provider.verdict(where: "title gt null") == "400 invalidFilter")
        #expect(await provider.verdict(where: #"displayName eq "a\q""#) == "400 invalidFilter")
    }

    @Test(.shows("7644-3.4.2.2-s", "7644-3.10-a"))
    func namesMayBeQualified() async {
        let provider = await crew()
        #expect(await provider.names(where: #"\#(URN.user):userName sw "J""#) == ["Jules"])
        #expect(await provider.names(where: #"\#(URN.user.uppercased()):USERNAME sw "J""#) == ["Jules"])
        #expect(await provider.names(where: #"\#(URN.enterprise):manager.value eq "id2""#) == ["bjensen"])
        #expect(await provider.names(where: #"\#(URN.enterprise):department eq "dock""#) == ["bjensen"])
        #expect(await provider.names(where: #"\#(URN.user):emails[type eq "home"]"#) == ["bjensen"])
    }

    @Test(.shows("7644-3.4.2.2-t"))
    func commonAttributesAreSearched() async {
        let provider = await crew()
        let kept = await provider.user("Kit", ["externalId": "7"])
        #expect(await provider.names(where: #"schemas eq "\#(URN.enterprise)""#) == ["bjensen", "Zoe"])
        #expect(await provider.names(where: #"meta.resourceType eq "User""#).count == 5)
        #expect(await provider.names(where: #"meta.resourceType eq "Group""#) == [])
        #expect(await provider.names(where: #"id eq "\#(kept.id)""#) == ["Kit"])
        #expect(await provider.names(where: #"externalId eq "7""#) == ["Kit"])
        #expect(await provider.names(where: #"meta.created le "2130-01-01T00:00:00Z""#).count == 5)
        #expect(await provider.names(where: #"meta.lastModified lt "2001-01-01T00:00:00Z""#) == [])
        let version = await kept.version ?? ""
        let quoted = AttributeValue.string(version).json
        #expect(await provider.names(where: "meta.version eq \(quoted)") == ["Kit"])
        let location = await kept.read()["meta"]?["location"]?.string ?? ""
        #expect(await provider.verdict(where: #"meta.location eq "\#(location)""#) == "200")
    }

    @Test(.shows("7644-3.4.2.2-u"))
    func filterSeesWhatTheLastWriterWasShown() async {
        let provider = Provider()
        let user = await provider.user("una")
        let shown = await user.read()["active"]
        #expect(await provider.names(where: "active eq true") == (shown == true ? ["una"] : []))
        #expect(await provider.names(where: "active pr") == (shown == nil ? [] : ["una"]))
    }

    @Test(
        .shows("7644-3.4.2.2-v"),
        arguments: [
            "shoeSize eq 44", "name.shoeSize pr", #"active eq "yes""#, "userName eq 5", "userName eq true",
            #"meta.created gt "yesterday""#, #"active co "tr""#, #"meta.created sw "2024""#,
            "urn:example:unknown:attribute pr",
        ])
    func unknownAttributeOrWrongOperandIsRefused(_ filter: String) async {
        let provider = await crew()
        #expect(await provider.verdict(where: filter) == "400 invalidFilter")
        if filter.contains("shoeSize") || filter.contains("meta") || filter.contains("urn:") {
            #expect(await provider.verdict("/Groups", where: filter) == "400 invalidFilter")
        }
    }

    @Test(.shows("7644-3.10-b"))
    func bareNameIsACoreAttribute() async {
        let provider = await crew()
        #expect(await provider.verdict(where: #"department eq "Dock""#) == "400 invalidFilter")
        #expect(await provider.names(where: #"\#(URN.enterprise):department eq "Dock""#) == ["bjensen"])
        #expect(await provider.verdict(where: #"\#(URN.user):department eq "Dock""#) == "400 invalidFilter")
    }
}
