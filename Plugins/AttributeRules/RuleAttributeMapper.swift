public import RosterCore
public import SCIM

/// A lens between resources and records by rules, one for each field of the record.
///
/// The first law of ``RosterCore/AttributeMapper`` holds because a field that shows what the record says writes nothing;
/// the second one because every record is read back before it is taken, and refused if it reads otherwise.
public struct RuleAttributeMapper: AttributeMapper {
    private let rules: [ResourceType: RecordRules]

    /// The mapper whose records are the attributes as they are.
    public static let identity = RuleAttributeMapper([:])

    /// Takes the rules of resource types; the records of other types are the attributes as they are.
    init(_ rules: [ResourceType: RecordRules]) {
        self.rules = rules
    }

    /// The fields that go to the application, and the attributes that keep their names.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/invalidValue`` naming attribute and field if a required one is missing, or if an
    ///   enumeration does not know a value and refuses it.
    public func record(from attributes: Attributes, of type: ResourceType) throws -> Attributes {
        try rules(for: type).record(from: attributes)
    }

    /// The attributes with the fields that come from the application.
    ///
    /// A field that shows what the record says is left alone. Fields that go to the application only may be absent, or say
    /// what they said before or say afterwards. A field that comes from the application only is left alone if it is absent.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/mutability`` naming a field that goes to the application only and has another value;
    ///   ``SCIM/SCIMError/Code/invalidValue`` naming a field that is unknown, missing although required, not known to its
    ///   enumeration, or in contradiction to another.
    public func attributes(
        _ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType
    ) throws -> Attributes {
        // Only a store of records has nothing but the record: every resource of a client has attributes.
        try rules(for: type).attributes(attributes, updatedFrom: record, isStored: attributes.isEmpty)
    }

    /// The field of a rule that is one path and goes both ways; the path itself if no rule speaks of the attribute.
    public func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath? {
        rules(for: type).recordPath(for: path)
    }

    /// Each field with its rule, in the order of the configuration.
    public func explanation(of attributes: Attributes, of type: ResourceType) -> [FieldExplanation] {
        rules(for: type).explanation(of: attributes)
    }

    /// Whether a field is required, or an enumeration refuses values.
    public func canRefuse(_ type: ResourceType) -> Bool { rules(for: type).canRefuse }

    private func rules(for type: ResourceType) -> RecordRules {
        rules[type] ?? RecordRules([], others: OtherAttributes(besides: [], of: type))
    }
}
