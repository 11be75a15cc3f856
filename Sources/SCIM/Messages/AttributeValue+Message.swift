extension AttributeValue {
    /// The members of a message of a form.
    ///
    /// - Parameter repairs: Notes what had to be put right.
    /// - Throws: ``SCIMError/Code/invalidSyntax`` if this is no object whose `schemas` names the form.
    package func message(_ uri: String, repairs: inout Repairs) throws(SCIMError) -> Attributes {
        guard case .complex(let body) = self else { throw SCIMError(.invalidSyntax, "the body must be a JSON object") }
        let schemas = body[.schemas]?.values ?? []
        if schemas.isEmpty {
            try repairs.make(.missingSchemas, else: .invalidSyntax, "'schemas' must name '\(uri)'")
            return body
        }
        guard schemas.contains(where: { $0.string.map { AttributeName($0) } == AttributeName(uri) }) else {
            throw SCIMError(.invalidSyntax, "'schemas' must name '\(own: uri)'")
        }
        if body[.schemas]?.array == nil {
            try repairs.make(.singleValueForArray, else: .invalidSyntax, "'schemas' must be an array")
        }
        return body
    }
}
