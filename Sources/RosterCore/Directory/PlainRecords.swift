public import SCIM

/// The lens whose records are the attributes as they are, for an application that speaks SCIM's words.
public struct PlainRecords: AttributeMapper {
    /// Changes nothing.
    public init() {}

    /// The attributes.
    public func record(from attributes: Attributes, of type: ResourceType) -> Attributes { attributes }

    /// The record.
    public func attributes(_ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType)
        -> Attributes
    {
        record
    }

    /// The same path.
    public func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath? { path }
}
