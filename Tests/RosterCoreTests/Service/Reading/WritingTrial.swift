import RosterCore
import SCIM

/// Tries the law on many random requests.
struct WritingTrial {
    let fixture = ServiceFixture()

    /// What was found wrong, at most as many as asked for.
    func findings(
        by make: (ServiceFixture) -> any WrittenReader, cases: Int, seed: UInt64, atMost most: Int = .max
    ) async throws -> [String] {
        var people: [String] = []
        for name in ["ann", "ben", "cyd", "dee"] { people.append(try await fixture.createUser(name).id) }
        var requests = RandomRequests(seed: seed, people: people)
        let reader = make(fixture)
        var findings: [String] = []
        for number in 0..<cases {
            let request = requests.next()
            let before = try await resource(number, of: request.place.type, people)
            let outcome = try await reader.outcome(of: request, on: before)
            let law = WritingLaw(request: request, before: before.attributes, people: Set(people))
            if let objection = law.objection(to: outcome) { findings.append("\(request): \(objection)") }
            if findings.count >= most { break }
            try await clear(request.place.type)
        }
        return findings
    }

    /// A resource that has a value for all that requests write.
    private func resource(_ number: Int, of type: ResourceType, _ people: [String]) async throws -> Representation {
        if type == .group {
            return try await fixture.createGroup(
                "group-\(number)", members: [.member(people[0]), .member(people[1])])
        }
        return try await fixture.createUser(
            "user-\(number)",
            [
                "title": "old", "nickName": "old", .externalId: "old", .active: true,
                "name": ["givenName": "old", "familyName": "old"],
                "emails": [["value": "old-1", "type": "work"], ["value": "old-2", "type": "home", "primary": true]],
                "phoneNumbers": [["value": "old-1", "type": "mobile"]],
                "addresses": [["locality": "old", "type": "home"]],
                "entitlements": [["value": "old-1"], ["value": "old-2", "type": "x"]],
                "photos": [["value": "https://example.com/old"]],
                AttributeName(Schema.enterpriseUser.id): [
                    "department": "old", "employeeNumber": "old", "manager": ["value": .string(people[0])],
                ],
            ])
    }

    /// Takes away what the last request left, so that the store stays small.
    private func clear(_ type: ResourceType) async throws {
        var query = SearchRequest()
        query.filter = type == .group ? "displayName pr" : #"userName sw "user-" or userName sw "new-""#
        for found in try await fixture.service.search(query, of: type, for: fixture.administrator).resources {
            let key = ResourceKey(type, ResourceID(found.id))
            try await fixture.service.delete(key, if: .none, for: fixture.administrator)
        }
    }
}
