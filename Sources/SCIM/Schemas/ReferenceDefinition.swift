/// What the provider has to know of an attribute to write the `$ref` of its values (RFC 7643 §2.4).
struct ReferenceDefinition: Sendable, Hashable {
    /// The attribute.
    let name: AttributeName
    /// The only resource type that values name, `nil` where each value says it by its `type`.
    let onlyType: String?

    /// Takes what counts from a definition; `nil` if the attribute names no other resources.
    init?(_ definition: AttributeDefinition) {
        guard definition.refersToResources else { return nil }
        name = definition.name
        let types = definition.subAttribute(.reference)?.referenceTypes ?? []
        onlyType = types.count == 1 ? types[0] : nil
    }
}
