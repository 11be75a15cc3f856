import SCIM
import Testing

/// Reads the operations of a PATCH from a JSON array.
func operations(_ array: String, for type: ResourceType = .user) throws -> [PatchOperation] {
    try PatchOperation.operations(
        reading: .json(#"{"schemas":["PATCHOP"],"Operations":\#(array)}"#), for: type)
}

/// The attributes after a PATCH, all of JSON text.
func patched(_ before: String, _ array: String, of type: ResourceType = .user) throws -> Attributes {
    try Modification.patch(operations(array, for: type)).applied(to: .json(before), of: type)
}

/// Expects that operations turn one JSON object into another.
func expectPatch(
    _ before: String, _ array: String, gives after: String, of type: ResourceType = .user,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    do {
        let found = try patched(before, array, of: type), wanted = try Attributes.json(after)
        #expect(
            found == wanted,
            "\(array): \(AttributeValue.complex(found).json) instead of \(AttributeValue.complex(wanted).json)",
            sourceLocation: sourceLocation)
    } catch {
        Issue.record("\(array): \(error)", sourceLocation: sourceLocation)
    }
}
