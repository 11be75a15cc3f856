import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.4.2.2 — random filters over random users")
struct FilterPropertyTests {
    @Test("agree with a slow and obvious evaluator", .shows("7644-3.4.2.2-b", "7644-3.4.2.2-k"), arguments: 0..<4)
    func agreement(seed: UInt64) throws {
        var random = RandomUsers(generator: SeededGenerator(seed: 40 + seed))
        let users = (0..<25).map { random.user($0) }
        let references = users.map { ReferenceEvaluator($0) }
        var matches = 0, pairs = 0
        for _ in 0..<150 {
            let filter = random.filter(depth: 3)
            let resolved = try ResourceType.user.resolve(Filter(filter.description))
            #expect(try ResourceType.user.resolve(filter) == resolved)
            for (user, reference) in zip(users, references) {
                let isMatch = resolved.matches(user)
                pairs += 1
                matches += isMatch ? 1 : 0
                guard isMatch != reference.matches(filter) else { continue }
                Issue.record("\(filter) on \(AttributeValue.complex(user.attributes).json): \(isMatch)")
            }
        }
        // Neither side may win by saying the same of all.
        #expect(matches > pairs / 10 && matches < pairs * 9 / 10)
    }

    @Test("find by pages what they match one by one", .shows("7644-3.4.2.4-f"))
    func pages() throws {
        var random = RandomUsers(generator: SeededGenerator(seed: 77))
        let users = (0..<40).map { random.user($0) }
        for _ in 0..<100 {
            let filter = try ResourceType.user.resolve(random.filter(depth: 2))
            guard !filter.paths.contains(where: { $0.path.attribute == .groups }) else { continue }
            let expected = users.filter { filter.matches($0) }.map(\.id)
            let found = try stride(from: 1, through: 41, by: 7).flatMap { start in
                try Query(.user, filter: filter, startIndex: start, count: 7).page(of: users).resources.map(\.id)
            }
            #expect(found == expected)
        }
    }
}

@Suite("RFC 7644 §7 — filters made to do harm")
struct HostileFilterTests {
    private static let seeds = [
        #"userName eq "bjensen" and not (emails[type eq "work" and value co "@\u00e9x"].value pr or active eq true)"#,
        #"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value gt "2011-05-13T04:42:34Z" or meta.created le -1.5e3"#,
        #"((not(a pr))and(b[c eq "\"\\"]))or members.$ref ne null"#,
    ]

    @Test("cut off anywhere are read or refused", arguments: seeds)
    func prefixes(_ text: String) {
        for end in 0...text.utf8.count {
            attempt(String(decoding: text.utf8.prefix(end), as: UTF8.self))
            attempt(String(decoding: text.utf8.dropFirst(end), as: UTF8.self))
        }
    }

    @Test("with bytes mixed in are read or refused", arguments: seeds)
    func noise(_ text: String) {
        var generator = SeededGenerator(seed: UInt64(text.utf8.count))
        let favourites = Array("\"\\()[]. \t:$-{}".utf8) + [0, 0x80, 0xC3, 0xE2, 0xF0, 0xFF]
        for _ in 0..<1_500 {
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...5, using: &generator) {
                let position = Int.random(in: 0..<bytes.count, using: &generator)
                let byte =
                    Bool.random(using: &generator)
                    ? favourites.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0...255, using: &generator)
                if Bool.random(using: &generator) { bytes[position] = byte } else { bytes.insert(byte, at: position) }
            }
            attempt(String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test(
        "do not take long", arguments: ["(", "not(", "a[", "a pr and ", "a eq \"", "\\\"", "é", "a pr or (", "\u{301}"])
    func repetition(_ piece: String) {
        for limits in [FilterLimits.default, FilterLimits(bytes: 1 << 20, depth: 30, comparisons: 1_000)] {
            let text = String(repeating: piece, count: 60_000 / piece.utf8.count)
            _ = try? Filter(text, limits: limits)
            _ = try? Filter("a eq \"" + text, limits: limits)
            _ = try? Filter("a eq \"" + text + "\" x", limits: limits)
        }
    }

    /// What can be read can also be printed, resolved and evaluated.
    private func attempt(_ text: String) {
        guard let filter = try? Filter(text) else { return }
        #expect((try? Filter(filter.description)) == filter, "\(text)")
        guard let resolved = try? ResourceType.user.resolve(filter), let user = try? Resource.json(#"{"userName":"b"}"#)
        else { return }
        _ = resolved.matches(user)
    }
}
