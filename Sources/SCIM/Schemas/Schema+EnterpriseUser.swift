extension Schema {
    /// The extension for users who work for an organisation (RFC 7643 §4.3).
    public static let enterpriseUser = Schema(
        id: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        name: "EnterpriseUser",
        description: "Where a user stands in an organisation.",
        attributes: [
            .init("employeeNumber", description: "The number or code the employer gave to the user."),
            .init("costCenter", description: "The cost centre the user is booked on."),
            .init("organization", description: "The organisation the user works for."),
            .init("division", description: "The division the user works in."),
            .init("department", description: "The department the user works in."),
            .init(
                "manager", .complex, description: "The user's manager.",
                subAttributes: [
                    .init("value", description: "The id of the manager, who is a user too.", caseExact: true),
                    .init(
                        "$ref", .reference, description: "The URI of the manager.", caseExact: true,
                        referenceTypes: ["User"]),
                    .init("displayName", description: "The name of the manager.", mutability: .readOnly),
                ]),
        ]
    )
}
