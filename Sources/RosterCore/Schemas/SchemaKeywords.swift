public import SCIM

/// The words of RFC 7643 §7 for the types of values.
extension AttributeDefinition.AttributeType: ConfigurationScalar {}

/// The words of RFC 7643 §7 for who may write an attribute.
extension AttributeDefinition.Mutability: ConfigurationScalar {}

/// The words of RFC 7643 §7 for when an attribute is returned.
extension AttributeDefinition.Returned: ConfigurationScalar {}

/// The words of RFC 7643 §7 for which values may repeat.
extension AttributeDefinition.Uniqueness: ConfigurationScalar {}
