import RosterCore
import SCIM
import Testing

@Suite("RFC 9562 §5.7 — identifiers in the order of creation")
struct ResourceIDTests {
    private let time = DateTime(millisecondsSinceEpoch: 1_700_000_000_123)

    @Test("those of one millisecond ascend and never repeat")
    func ascending() {
        var ids: [ResourceID] = []
        for _ in 0..<20_000 { ids.append(.unique(at: time, after: ids.last)) }
        #expect(ids == ids.sorted() && Set(ids).count == ids.count)
        let next = ResourceID.unique(at: DateTime(millisecondsSinceEpoch: 1_700_000_000_124), after: ids.last)
        #expect(ids.last.map { $0 < next } == true)
    }

    @Test(
        "they are UUIDs of version 7 that tell the time",
        arguments: [nil, "another", "018bcfe5-687b-7fff-bfff-ffffffffffff"])
    func form(_ predecessor: String?) throws {
        for _ in 0..<100 {
            let id = ResourceID.unique(at: time, after: predecessor.map { ResourceID($0) }).text
            let parts = id.split(separator: "-")
            #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
            #expect(Int64(parts[0] + parts[1], radix: 16) == 1_700_000_000_123)
            #expect(parts[2].first == "7" && parts[3].first.map { "89ab".contains($0) } == true)
        }
    }
}
