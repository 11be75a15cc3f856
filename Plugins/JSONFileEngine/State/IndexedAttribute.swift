package import SCIM

/// An attribute by whose values resources are found without a look at the others.
package struct IndexedAttribute: Sendable {
    /// Where the values stand.
    package let path: ResolvedPath
    /// The URI of the schema that defines the attribute.
    package let schema: AttributeName
    /// Whether no two resources of the type share a value.
    let isUnique: Bool

    /// Whether no two resources share a value, whatever their types.
    var isGlobal: Bool { path.definition.uniqueness == .global }
    /// The name at the top of a resource under which the values stand.
    var top: AttributeName { path.path.schema ?? path.path.attribute }

    /// Hands out the values of a resource in the form in which they are compared.
    func visitKeys(in attributes: PackedAttributes, _ body: (String) -> Void) {
        path.visitComparableTexts(in: attributes, body)
    }

    /// Whether a resource has a value in the form in which values are compared.
    func hasKey(_ key: String, in attributes: PackedAttributes) -> Bool {
        path.hasComparableText(key, in: attributes)
    }
}
