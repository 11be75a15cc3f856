/// A way in which clients leave the RFCs and are understood all the same.
///
/// The raw value is what logs and refusals show. What an RFC allows or demands is no tolerance: letter case of names,
/// read-only attributes in the body of a POST or PUT, null for "unassigned".
public enum Tolerance: String, Sendable, Hashable, CaseIterable {
    /// The `op` of a PATCH in other letters than lower case (Entra ID).
    case operationLetterCase
    /// A PATCH operation whose `path` is null or empty, taken as one without path (template-driven clients).
    case emptyPath
    /// `true`, `false` and `null` of a filter in other letters than lower case (Microsoft's collections).
    case literalLetterCase
    /// A Boolean as a string, in values and in filters (Entra ID, OneLogin, Keycloak).
    case booleanAsString
    /// An empty string for "unassigned" (Entra ID, Okta).
    case emptyStringAsNull
    /// A bare string where a complex value belongs, which becomes its `value` (Entra ID's manager, Okta's roles).
    case bareComplexValue
    /// An array with one element for a single value (Entra ID's manager in old samples, UnboundID's client), or for the object of
    /// a PATCH operation without path.
    case arrayForSingleValue
    /// A single value for a multi-valued attribute, save for that which the path of a PATCH names (OneLogin).
    case singleValueForArray
    /// A key with a dot in the value of a PATCH operation without path, or in the body of a POST or PUT, such as
    /// `name.givenName` (Entra ID).
    case dottedKey
    /// A key with the URN before the attribute in the value of a PATCH operation without path, or in the body of a POST or PUT
    /// (Entra ID), or the URN of the base schema around attributes.
    case qualifiedKey
    /// A read-only attribute inside the value of a PATCH operation, passed over (Okta, authentik).
    case readOnlyEcho
    /// An attribute that no schema of the type knows, passed over (Okta, OneLogin).
    case unknownAttribute
    /// `schemas` with URIs that the type does not have, or without its base schema (OneLogin, Entra ID).
    case foreignSchemas
    /// An extension with content that `schemas` does not name (Entra ID).
    case unlistedExtension
    /// A value path without match that makes the value it describes (Entra ID).
    case creationByValuePath
    /// A `remove` with the values to take away (Entra ID, JumpCloud, authentik), or of a single value with a value.
    case removalByValues
    /// An attribute of an extension named without the URN, such as `manager`, where one extension alone has it (Entra ID).
    case unqualifiedExtension
    /// A dot instead of a colon between a URN and an attribute (Entra ID's inbound collections).
    case dotAfterURN
    /// A text in a filter without double quotes, a number or a Boolean too (older Entra ID, authentik).
    case unquotedOperand
    /// A filter in which a sub-attribute follows the brackets, such as `emails[type eq "work"].value eq "x"` (Entra ID).
    case comparisonBehindBrackets
    /// A blank in a filter or a path where the grammar has none, or more than one where it has one (hand-written queries).
    case strayBlank
    /// Blanks in a query of which some are `%20` and others `+`, in a filter that cannot be read otherwise (clients that put
    /// URLs together from encoded and plain parts).
    case mixedBlanks
    /// A country that is no ISO 3166-1 alpha-2 code, kept as it was sent (directories that hold names of countries).
    case countryName
    /// A language, time zone, certificate or binary value in another form than the RFC's, kept as it was sent (directories
    /// that hold free text, such as Active Directory's, and testers of SCIM).
    case otherForm
    /// A member that no resource is, left out (Okta gives up on a group for good after one 400).
    case unknownMember
    /// A member that says it is of another type than it is, put right (Microsoft's collections).
    case memberType
    /// A password, accepted and not kept (Okta); a provider that refused it could not be pushed to.
    case droppedPassword
    /// A bearer token in `Authorization` without the name of the scheme before it (Okta, where it is pasted so).
    case missingScheme
    /// A query parameter, or the word for an order, in other letters than its own, such as `startindex` (Microsoft's
    /// collections).
    case parameterLetterCase
    /// A complex value, or an array of them, sent as a text that holds its JSON (connectors that map texts alone).
    case jsonText
    /// `id` instead of `value` in a reference to a resource, such as a member (home-made connectors).
    case idForValue
    /// A value of a multi-valued attribute that lost what it is about, such as `{"type":"work","value":""}`, left out
    /// (Entra ID, template-driven clients).
    case hollowValue
    /// A simple value wrapped in an object as its `value` (Entra ID, UnboundID's client).
    case wrappedValue
    /// A number where a text belongs (directories that hold employee numbers as numbers).
    case numberForText
    /// A number as a string in the body of a query, such as `"count":"1"` (form-driven clients).
    case numberAsString
    /// A message or a resource without `schemas`, or with none in it (home-made connectors).
    case missingSchemas
    /// The operations of a PATCH without the message around them, as RFC 7644 §3.7.3 prints it in a bulk request.
    case bareOperations
    /// A key with a value filter in the value of a PATCH operation without path, or in the body of a POST or PUT, such as
    /// `emails[type eq "work"].value` (Entra ID).
    case filteredKey
    /// A parameter of a query without a value, such as `count=`, taken as not given.
    case emptyParameter
}
