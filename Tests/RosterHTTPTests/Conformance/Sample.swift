/// What the conformance tests send: the smallest valid messages, with more members where a test needs them.
///
/// URIs are written out, so that a slip in the schemas shows.
enum Sample {
    static let user = "urn:ietf:params:scim:schemas:core:2.0:User"
    static let group = "urn:ietf:params:scim:schemas:core:2.0:Group"
    static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    static let list = "urn:ietf:params:scim:api:messages:2.0:ListResponse"

    /// A user; `more` holds further members as JSON.
    static func user(_ userName: String, _ more: String...) -> String {
        object(([#""schemas":["\#(user)"]"#, #""userName":"\#(userName)""#] + more))
    }

    /// A group.
    static func group(_ displayName: String, _ more: String...) -> String {
        object([#""schemas":["\#(group)"]"#, #""displayName":"\#(displayName)""#] + more)
    }

    /// A resource of another type.
    static func resource(_ schema: String, _ more: String...) -> String {
        object([#""schemas":["\#(schema)"]"#] + more)
    }

    /// Members of a group by their ids.
    static func members(_ ids: String...) -> String {
        #""members":["# + ids.map { #"{"value":"\#($0)"}"# }.joined(separator: ",") + "]"
    }

    /// The enterprise extension.
    static func enterprise(_ members: String) -> String { #""\#(enterprise)":{\#(members)}"# }

    /// A PATCH request.
    static func patch(_ operations: String...) -> String {
        object([
            #""schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]"#,
            #""Operations":[\#(operations.joined(separator: ","))]"#,
        ])
    }

    /// An operation that replaces what is at a path.
    static func replacing(_ path: String, _ value: String) -> String {
        #"{"op":"replace","path":"\#(path)","value":\#(value)}"#
    }

    private static func object(_ members: [String]) -> String { "{" + members.joined(separator: ",") + "}" }
}
