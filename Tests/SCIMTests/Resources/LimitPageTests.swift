import Foundation
import Testing

@testable import SCIM

@Suite("docs/limits.md — the numbers on the page are those of the program")
struct LimitPageTests {
    private func rows() throws -> [String: String] {
        let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: project.appending(path: "docs/limits.md"), encoding: .utf8)
        let cells = page.split(separator: "\n").filter { $0.hasPrefix("| ") }
            .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
        return Dictionary(cells.filter { $0.count == 3 }.map { ($0[0], $0[1]) }) { first, _ in first }
    }

    @Test(arguments: [
        ("a text or a URI", ValueLimits.stringBytes), ("a text that must be unique", ValueLimits.uniqueStringBytes),
        ("a URI that holds its data", ValueLimits.dataURIBytes), ("a binary value", JSONLimits.default.stringBytes),
        ("values of an attribute", ValueLimits.values), ("objects and arrays", JSONLimits.default.depth),
        ("members of one object", JSONLimits.default.membersPerObject),
        ("a filter in a URL", FilterLimits.default.bytes),
        ("comparisons of one filter", FilterLimits.body.comparisons),
        ("comparisons of all paths", ValueLimits.patchComparisons),
        ("parentheses and brackets", FilterLimits.body.depth), ("operations of a PATCH", PatchOperation.maximumCount),
        ("names in `attributes`", AttributeSelection.maximumNames),
    ])
    func `each limit has a row`(_ start: String, limit: Int) throws {
        let found = try #require(try rows().first { $0.key.hasPrefix(start) }, "\(start)")
        #expect(Int(found.value.filter(\.isNumber)) == limit)
    }

    @Test func `a filter in a body has the limits of one in a URL but for its length`() {
        #expect(FilterLimits.body.bytes == .max)
        #expect(FilterLimits.body.comparisons == FilterLimits.default.comparisons)
        #expect(FilterLimits.body.depth == FilterLimits.default.depth)
    }
}
