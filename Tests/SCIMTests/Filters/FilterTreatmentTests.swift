import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.4.2.1 — attributes that a type does not have, or never shows")
struct FilterTreatmentTests {
    private func matches(_ text: String, of type: ResourceType = .user) throws -> Bool {
        var repairs = Repairs()
        let filter = try type.resolve(
            Filter(text), unknown: .unassigned, neverReturned: .unassigned, repairs: &repairs)
        let attributes =
            #"{"userName":"u","password":"p","emails":[{"value":"a","type":"work"}],"secret":"s","codes":[{"value":"1"}]}"#
        return filter.matches(try .json(attributes, type: type))
    }

    @Test(
        "an unknown attribute counts as one without value", .shows("7644-3.4.2.1-c"),
        arguments: [
            (#"members eq "x""#, false), (#"members ne "x""#, true), ("members pr", false), ("not (members pr)", true),
            (#"members.value co "x""#, false), (#"not (members.value co "x")"#, true), ("shoe gt 4", false),
            ("shoe eq null", true), ("shoe ne null", false), ("shoe eq true", false),
            (#"members[value eq "x"]"#, false), (#"not (members[value ne "x"])"#, true),
            (#"emails[shoe eq "x"]"#, false), (#"emails[shoe ne "x" and type eq "work"]"#, true),
            (#"userName eq "u" and shoe pr"#, false), (#"userName eq "u" or shoe pr"#, true),
            (#"urn:x:y:z eq "x""#, false), (#"name.shoe ne "x""#, true),
        ])
    func unknown(_ text: String, isMatch: Bool) throws {
        #expect(try matches(text) == isMatch)
    }

    @Test(
        "nothing can be found out of what is never shown", .shows("7643-4.1.1-f"),
        arguments: [
            (.user, #"password eq "p""#, false), (.user, #"password ne "p""#, true), (.user, "password pr", false),
            (.user, #"not (password sw "p")"#, true), (.device, #"secret eq "s""#, false),
            (.device, "secret eq null", true), (.device, #"codes eq "1""#, false),
            (.device, #"codes[value eq "1"]"#, false), (.device, #"codes.value ne "1""#, true),
        ] as [(ResourceType, String, Bool)])
    func neverReturned(_ type: ResourceType, text: String, isMatch: Bool) throws {
        #expect(try matches(text, of: type) == isMatch)
    }

    @Test("what is unsuitable is refused all the same, and each treatment stands for itself")
    func refusals() throws {
        #expect(refusal { try matches("active gt true") }?.code == .invalidFilter)
        #expect(refusal { try matches(#"name eq "x""#) }?.code == .invalidFilter)
        var repairs = Repairs()
        let (password, shoe) = (Filter.present("password"), Filter.present("shoe"))
        #expect(
            refusal { try ResourceType.user.resolve(password, unknown: .unassigned, repairs: &repairs) }?.code
                == .sensitive)
        #expect(
            refusal { try ResourceType.user.resolve(shoe, neverReturned: .unassigned, repairs: &repairs) }?.code
                == .invalidFilter)
    }

    @Test("agree with a slow and obvious evaluator, whatever is unknown", arguments: 0..<2)
    func agreement(seed: UInt64) throws {
        var random = RandomUsers(generator: SeededGenerator(seed: 140 + seed))
        let users = (0..<20).map { random.user($0) }
        for _ in 0..<100 {
            let filter = random.filter(depth: 3).renaming(
                ["title": "shoe", "displayName": "password", "roles": "members", "name.givenName": "name.shoe"])
            var repairs = Repairs()
            let resolved = try ResourceType.user.resolve(
                filter, unknown: .unassigned, neverReturned: .unassigned, repairs: &repairs)
            for user in users where resolved.matches(user) != ReferenceEvaluator(user).matches(filter) {
                Issue.record("seed \(seed): \(filter) on \(AttributeValue.complex(user.attributes).json)")
            }
        }
    }

    @Test("say of a path whether results may be ordered by it")
    func order() throws {
        for (path, isEverReturned) in [("userName", true), ("password", false), ("emails.value", true)] {
            #expect(try #require(ResourceType.user.resolve(path)).isEverReturned == isEverReturned)
        }
        for path in ["secret", "vault", "vault.code", "codes.value"] {
            #expect(try #require(ResourceType.device.resolve(path)).isEverReturned == false)
        }
    }
}

extension Filter {
    /// The filter with other names in the place of some.
    fileprivate func renaming(_ names: [String: String]) -> Filter {
        switch self {
        case .any(let terms): .any(terms.map { $0.renaming(names) })
        case .all(let terms): .all(terms.map { $0.renaming(names) })
        case .not(let term): .not(term.renaming(names))
        case .present(let name): .present(names[name] ?? name)
        case .compare(let name, let comparison, let value): .compare(names[name] ?? name, comparison, value)
        case .element(let name, let inner): .element(names[name] ?? name, inner)
        }
    }
}
