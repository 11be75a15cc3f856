public import SCIM

/// A lens between a SCIM resource and the application's record of it.
///
/// A record is ``SCIM/Attributes``; the names in it are those of the application's fields. A field goes both ways, or to the
/// application only (`id`, or what is computed), or from the application only. Null and an empty list count as absent.
///
/// Two laws, which `MapperConformance` in `RosterTesting` checks:
///
/// - Writing an unchanged record back changes nothing: `attributes(a, updatedFrom: record(from: a)) == a`.
/// - What was written is what is read: where `attributes(a, updatedFrom: r)` does not throw, the record of the result has
///   what `r` says in every field that goes both ways.
///
/// A field that goes to the application only may be absent from a record that is written, which is no change. What it may
/// say is what it said before or says afterwards; anything else is refused.
public protocol AttributeMapper: Sendable {
    /// The application's record of a resource.
    ///
    /// - Parameter attributes: What a store keeps and, where they are known, `id`, `meta` (`resourceType`, `created`,
    ///   `lastModified`, `version`) and `groups`; what is absent here is absent from the record.
    /// - Throws: ``SCIM/SCIMError/Code/invalidValue`` naming the attribute and the field if the resource lacks what a record
    ///   must have, or has a value that the application does not know.
    func record(from attributes: Attributes, of type: ResourceType) throws -> Attributes

    /// The attributes of a resource after a record of it was written.
    ///
    /// - Parameter attributes: The attributes before, which keep what the record does not hold.
    /// - Throws: ``SCIM/SCIMError/Code/mutability`` naming the field if one that goes to the application only has another
    ///   value; ``SCIM/SCIMError/Code/invalidValue`` if a field is unknown or missing, or has a value that cannot be kept.
    func attributes(
        _ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType
    ) throws -> Attributes

    /// Where the record holds what a resource has at a path; `nil` if nowhere or not in a comparable form.
    ///
    /// A part of the values of a multi-valued attribute stands in a list, in their order: as a part of each of its values, or
    /// alone. A mapper before a store has to say where unique values and the ids of members are (``RecordTypes``).
    func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath?

    /// How the fields of a record come to their values.
    ///
    /// The default shows the fields of ``record(from:of:)``, or why there is no record.
    func explanation(of attributes: Attributes, of type: ResourceType) -> [FieldExplanation]

    /// Whether there are resources of a type without a record, because ``record(from:of:)`` refuses them.
    ///
    /// The default is `true`.
    func canRefuse(_ type: ResourceType) -> Bool
}

extension AttributeMapper {
    /// The fields of the record without rules; one explanation without a field if there is no record.
    public func explanation(of attributes: Attributes, of type: ResourceType) -> [FieldExplanation] {
        do {
            return try record(from: attributes, of: type).map { FieldExplanation(field: $0.name, value: $0.value) }
        } catch {
            let problem = (error as? SCIMError)?.detail ?? "\(error)"
            return [FieldExplanation(field: nil, problem: problem)]
        }
    }

    /// True: nobody knows better.
    public func canRefuse(_ type: ResourceType) -> Bool { true }
}
