import AttributeRules
import PluginConfiguring
import RosterCore
import SCIM
import Testing

/// A mapper with rules, and records and attributes as JSON.
struct Mapping {
    let mapper: any AttributeMapper

    init(_ text: String, keepingOthers: Bool = false) async throws {
        let (mapper, problems) = try await configure(
            PluginFactory<any AttributeMapper>.rules, "keep-others: \(keepingOthers)\n\(text)")
        #expect(problems.allSatisfy { $0.contains(": warning: ") }, "\(problems)")
        self.mapper = try #require(mapper)
    }

    /// A mapper with rules for users.
    init(users rules: String, keepingOthers: Bool = false) async throws {
        try await self.init("users: { \(rules) }", keepingOthers: keepingOthers)
    }

    func record(_ json: String, of type: ResourceType = .user) throws -> Attributes {
        try mapper.record(from: attributes(json), of: type)
    }

    func writing(_ record: String, over json: String = "{}", of type: ResourceType = .user) throws -> Attributes {
        try mapper.attributes(attributes(json), updatedFrom: attributes(record), of: type)
    }

    /// The error of a record that is refused.
    func refusal(_ record: String, over json: String = "{}") throws -> SCIMError? {
        let error = #expect(throws: (any Error).self) { try writing(record, over: json) }
        return error as? SCIMError
    }
}

/// The members of a JSON object.
func attributes(_ json: String) throws -> Attributes {
    try #require(try JSONReader.read(json.utf8).attributes)
}
