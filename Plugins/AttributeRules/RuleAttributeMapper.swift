public import RosterCore
public import SCIM

/// A lens that gives attributes of a resource other names in the application's record of it.
///
/// What has no other name keeps its own, so that a record holds everything and both laws of a lens hold.
public struct RuleAttributeMapper: AttributeMapper {
    private let renamings: [ResourceType: AttributeRenaming]

    /// The mapper whose records are the attributes as they are.
    public static let identity = RuleAttributeMapper([:])

    init(_ renamings: [ResourceType: AttributeRenaming]) {
        self.renamings = renamings
    }

    /// The attributes under the names of the record.
    public func record(from attributes: Attributes, of type: ResourceType) -> Attributes {
        renamings[type]?.record(from: attributes) ?? attributes
    }

    /// The fields of the record under the names of the attributes; nothing else is left of the attributes before.
    public func attributes(
        _ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType
    ) -> Attributes {
        renamings[type]?.attributes(from: record) ?? record
    }

    /// The path with the record's name of its attribute; extensions keep their URIs and what is in them.
    public func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath? {
        guard path.schema == nil, let renaming = renamings[type] else { return path }
        var path = path
        path.attribute = renaming.field(for: path.attribute)
        return path
    }
}
