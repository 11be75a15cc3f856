import RosterCore
import RosterTesting
import SCIM
import Testing

@Suite("Random users, groups and questions")
struct RandomDirectoryTests {
    @Test("the same seed gives the same directory")
    func repeats() {
        var first = RandomDirectory(seed: 11), second = RandomDirectory(seed: 11), other = RandomDirectory(seed: 12)
        let users = (0..<20).map { _ in first.user() }
        #expect((0..<20).map { _ in second.user() } == users)
        #expect((0..<20).map { _ in other.user() } != users)
    }

    @Test("users and groups are valid as a client would send them", arguments: [1, 2, 3])
    func validity(_ seed: UInt64) throws {
        var directory = RandomDirectory(seed: seed)
        let resources = (0..<100).map { _ in directory.user() }.enumerated().map { Resource($1, number: $0) }
        let groups = (0..<30).map { _ in directory.group(of: resources) }
        for draft in groups + resources.map({ Draft(unchecked: $0.attributes, as: .user) }) {
            var body = draft.attributes
            body[.schemas] = [.string(draft.type.schema.id)]
            #expect(try Draft(validating: .complex(body), as: draft.type) == draft)
        }
        #expect(Set(resources.compactMap { $0.attributes[.userName]?.string?.caseFolded }).count == 100)
    }

    @Test("most questions tell some resources from others")
    func questions() throws {
        var directory = RandomDirectory(seed: 13)
        var all = (0..<60).map { _ in directory.user() }.enumerated().map { Resource($1, number: $0) }
        for number in 60..<75 { all.append(Resource(directory.group(of: all), number: number)) }
        var telling = 0
        for number in 0..<400 {
            let type: ResourceType = number % 4 == 0 ? .group : .user
            let filter = directory.filter(for: type, over: all)
            #expect(try Filter(filter.description) == filter, "\(filter)")
            let found = try Query(type, filter: try type.resolve(filter)).page(of: all).totalResults
            if found > 0, found < all.count(where: { $0.type == type }) { telling += 1 }
        }
        #expect(telling > 240)
    }
}

extension Resource {
    fileprivate init(_ draft: Draft, number: Int) {
        let time = DateTime(secondsSinceEpoch: 1_800_000_000 + Int64(number))
        self.init(
            type: draft.type, id: ResourceID("id-\(number)"), version: Version("\(number)"), created: time,
            lastModified: time, attributes: draft.attributes)
    }
}
