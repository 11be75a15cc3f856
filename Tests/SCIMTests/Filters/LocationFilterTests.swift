import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7643 §2.4, §3.1 — filters over the URLs of resources")
struct LocationFilterTests {
    private static let base = "https://h.test/scim"
    private static let ids = ["a", "ab", "b", "User", "s/a", "50%"]
    /// Every text that is a piece of a URL, one that is more, and some that are none.
    private static let texts: [String] = {
        let urls = ["a", "ab"].flatMap { ["\(base)/Users/\($0)", "\(base)/Groups/\($0)"] }
        var texts: Set<String> = ["", "x", "zz", "\(base)/Users", "\(base)/Users/", "\(base)/Devices/a", "b", "HTTPS:"]
        for url in urls {
            for length in [1, 3, 8, url.count - 3, url.count - 1, url.count] {
                texts.insert(String(url.prefix(length)))
                texts.insert(String(url.suffix(length)))
                texts.insert(String(url.dropFirst(2).prefix(length)))
            }
            texts.insert(url + "x")
        }
        return texts.sorted()
    }()

    private func resolve(_ filter: String, of type: ResourceType) throws -> ResolvedFilter {
        try type.resolve(Filter(filter)).comparingIDs(of: type, below: Self.base, among: [.user, .group])
    }

    /// What a comparison of texts comes to, in the plainest way.
    private func compare(_ text: String, _ comparison: ComparisonOperator, _ operand: String) -> Bool {
        let text = Array(text.utf8), operand = Array(operand.utf8)
        return switch comparison {
        case .eq: text == operand
        case .ne: text != operand
        case .sw: text.starts(with: operand)
        case .ew: text.reversed().starts(with: operand.reversed())
        case .co: text.indices.contains { text[$0...].starts(with: operand) } || operand.isEmpty
        case .gt: operand.lexicographicallyPrecedes(text)
        case .ge: !text.lexicographicallyPrecedes(operand)
        case .lt: text.lexicographicallyPrecedes(operand)
        case .le: !operand.lexicographicallyPrecedes(text)
        }
    }

    @Test(
        "the location of a resource compares as the text that answers show", .shows("7644-3.4.2.2-t"),
        arguments: ComparisonOperator.allCases)
    func locations(_ comparison: ComparisonOperator) throws {
        for text in Self.texts {
            let filter = try resolve(
                "meta.location \(comparison.rawValue) \(AttributeValue.string(text).json)", of: .user)
            for id in Self.ids.prefix(4) {
                let user = try Resource.json(#"{"userName":"u"}"#, id: id)
                let expected = compare("\(Self.base)/Users/\(id)", comparison, text)
                #expect(filter.matches(user) == expected, "\(id) \(comparison) \(text)")
            }
        }
    }

    @Test(
        "the references of members compare as the texts that answers show",
        arguments: ComparisonOperator.allCases, ["members.$ref %", "members[$ref %]"])
    func members(_ comparison: ComparisonOperator, _ form: String) throws {
        for text in Self.texts {
            let condition = "\(comparison.rawValue) \(AttributeValue.string(text).json)"
            let filter = try resolve(form.replacing("%", with: condition), of: .group)
            for (id, type) in [("a", "User"), ("a", "Group"), ("ab", "User"), ("b", "Group")] {
                let group = try Resource.json(
                    #"{"displayName":"g","members":[{"value":"\#(id)","type":"\#(type)"}]}"#, type: .group)
                let expected = compare("\(Self.base)/\(type)s/\(id)", comparison, text)
                #expect(filter.matches(group) == expected, "\(id) \(type) \(comparison) \(text)")
            }
        }
    }

    @Test("references in an extension and presence are understood too")
    func others() throws {
        let user = try Resource.json(#"{"userName":"u","ENT":{"manager":{"value":"50%"}}}"#, id: "s/a")
        let enterprise = Schema.enterpriseUser.id
        for (filter, isMet) in [
            (#"\#(enterprise):manager.$ref eq "\#(Self.base)/Users/50%25""#, true),
            (#"\#(enterprise):manager.$ref eq "\#(Self.base)/Users/50""#, false),
            ("\(enterprise):manager.$ref pr", true), ("meta.location pr", true),
            (#"meta.location eq "\#(Self.base)/Users/s%2Fa""#, true),
            (#"meta.location eq "\#(Self.base)/Users/s%2Fa" and not (manager.$ref pr)"#, false),
        ] {
            #expect(try resolve(filter, of: .user).matches(user) == isMet, "\(filter)")
        }
        let nobody = try Resource.json(#"{"displayName":"g"}"#, type: .group)
        #expect(try resolve(#"members.$ref ne "x""#, of: .group).matches(nobody))
        #expect(try !resolve("members.$ref pr", of: .group).matches(nobody))
    }
}
