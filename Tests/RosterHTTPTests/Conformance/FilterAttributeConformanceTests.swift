import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.4.2.2 — attributes and operands of filters")
struct FilterAttributeConformanceTests {
    @Test(.shows("7644-3.4.2.2-m"))
    func oneMatchingValueIsEnough() async {
        #expect(await Provider.crew().names(where: #"emails.value eq "bj@home.org""#) == ["bjensen"])
    }

    @Test(.shows("7644-3.4.2.2-n"))
    func subAttributesAreNamedByDots() async {
        let provider = await Provider.crew()
        #expect(await provider.names(where: #"name.givenName eq "Bo""#) == ["bjensen"])
        #expect(await provider.names(where: #"emails co "example.com""#) == ["bjensen"])
        #expect(await provider.names(where: #"emails.value co "example.com""#) == ["bjensen"])
        #expect(await provider.verdict(where: #"name eq "Bo""#) == "400 invalidFilter")
    }

    @Test(.shows("7644-3.4.2.2-o"))
    func bracketsLookAtOneElement() async {
        let provider = await Provider.crew()
        let together = #"emails[type eq "work" and value co "@home"]"#
        #expect(await provider.names(where: together) == [])
        let apart = #"emails.type eq "work" and emails.value co "@home""#
        #expect(await provider.names(where: apart) == ["bjensen"])
    }

    @Test(.shows("7644-3.4.2.2-p"))
    func bracketsHoldAFilterOfTheirOwn() async {
        let provider = await Provider.crew()
        let nested = #"emails[type eq "work" or (type eq "home" and not (value ew "@x"))]"#
        #expect(await provider.names(where: nested) == ["bjensen"])
        #expect(await provider.verdict(where: "emails[a[b eq 1]]") == "400 invalidFilter")
        #expect(await provider.verdict(where: #"emails[shoeSize eq "1"]"#) == "400 invalidFilter")
        let union = #"emails[type eq "work"] or ims[type eq "xmpp" and value co "@foo.com"]"#
        #expect(await provider.names(where: union) == ["bjensen", "Jules"])
    }

    @Test(.shows("7644-3.4.2.2-q", "7643-3.1-e"))
    func letterCaseCountsWhereTheSchemaSaysSo() async {
        let provider = await Provider.crew()
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
        let provider = await Provider.crew()
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
        let provider = await Provider.crew()
        #expect(await provider.names(where: #"\#(URN.user):userName sw "J""#) == ["Jules"])
        #expect(await provider.names(where: #"\#(URN.user.uppercased()):USERNAME sw "J""#) == ["Jules"])
        #expect(await provider.names(where: #"\#(URN.enterprise):manager.value eq "id2""#) == ["bjensen"])
        #expect(await provider.names(where: #"\#(URN.enterprise):department eq "dock""#) == ["bjensen"])
        #expect(await provider.names(where: #"\#(URN.user):emails[type eq "home"]"#) == ["bjensen"])
    }

    @Test(.shows("7644-3.4.2.2-t"))
    func commonAttributesAreSearched() async {
        let provider = await Provider.crew()
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
        #expect(await provider.names(where: #"meta.location eq "\#(location)""#) == ["Kit"])
        #expect(await provider.names(where: #"meta.location ne "\#(location)""#).count == 4)
        #expect(await provider.names(where: "meta.location pr").count == 5)
        #expect(await provider.names(where: #"meta.location eq "https://elsewhere.test/Users/\#(kept.id)""#) == [])
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
            "shoeSize eq 44", "name.shoeSize pr", #"active eq "yes""#, "active eq 5", #"meta.created gt "now""#,
            #"meta.created gt "yesterday""#, #"active co "tr""#, #"meta.created sw "2024""#,
            "urn:example:unknown:attribute pr",
        ])
    func unknownAttributeOrWrongOperandIsRefused(_ filter: String) async {
        let provider = await Provider.crew()
        #expect(await provider.verdict(where: filter) == "400 invalidFilter")
        if filter.contains("shoeSize") || filter.contains("meta") || filter.contains("urn:") {
            #expect(await provider.verdict("/Groups", where: filter) == "400 invalidFilter")
        }
    }

    @Test(.shows("7644-3.10-b"))
    func bareNameIsACoreAttribute() async {
        let provider = await Provider.crew()
        #expect(await provider.verdict(where: #"department eq "Dock""#) == "400 invalidFilter")
        #expect(await provider.names(where: #"\#(URN.enterprise):department eq "Dock""#) == ["bjensen"])
        #expect(await provider.verdict(where: #"\#(URN.user):department eq "Dock""#) == "400 invalidFilter")
    }
}
