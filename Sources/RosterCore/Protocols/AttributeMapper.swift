public import SCIM

/// A lens between a SCIM resource and the application's record of it.
///
/// Two laws, which `MapperConformance` in `RosterTesting` checks:
///
/// - Writing an unchanged record back changes nothing: `attributes(a, updatedFrom: record(from: a)) == a`.
/// - What was written is what is read: `record(from: attributes(a, updatedFrom: r)) == r`.
public protocol AttributeMapper: Sendable {
    /// The application's record of a resource.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/invalidValue`` if the resource lacks what a record must have.
    func record(from attributes: Attributes, of type: ResourceType) throws -> Attributes

    /// The attributes of a resource after a record of it was written.
    ///
    /// - Parameter attributes: The attributes before, which keep what the record does not hold.
    func attributes(
        _ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType
    ) throws -> Attributes

    /// Where the record holds what a resource has at a path; `nil` if nowhere or not in a comparable form.
    func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath?
}
