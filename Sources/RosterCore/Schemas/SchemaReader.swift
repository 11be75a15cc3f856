import SCIM

/// Reads the items of `schemas`.
struct SchemaReader {
    /// What one item declares.
    struct Declaration {
        /// The item, for problems that come to light later.
        let section: ConfigurationSection
        /// The schema.
        let schema: Schema
        /// Whether its id is one that it alone has.
        let hasOwnID: Bool
    }

    /// The schemas that are built in.
    let builtIn: [Schema]
    /// The names of the resource types that references may lead to.
    let types: [String]

    /// Reads all items to the end, even if some are wrong.
    ///
    /// - Returns: What can be told of each item that has an id; the report has whatever is wrong with it.
    func read(_ sections: [ConfigurationSection]) -> [Declaration] {
        var declarations: [Declaration] = []
        for section in sections {
            guard let schema = schema(of: section) else { continue }
            let isFine = check(schema.id, in: section, after: declarations)
            declarations.append(Declaration(section: section, schema: schema, hasOwnID: isFine))
        }
        return declarations
    }

    private func schema(of section: ConfigurationSection) -> Schema? {
        defer { try? section.finish() }
        let id: String? = try? section.required("id")
        let name: String = (try? section.required("name")) ?? ""
        let description = section.value("description", as: String.self) ?? ""
        let attributes = AttributeReader.attributes("attributes", of: section, types: types)
        if !section.has("attributes") {
            _ = try? section.required("attributes", as: String.self)
        } else if section.shape(of: "attributes") == .list(isEmpty: true) {
            section.refuse("attributes", "a schema needs at least one attribute")
        }
        return id.map { Schema(id: $0, name: name, description: description, attributes: attributes) }
    }

    private func check(
        _ id: String, in section: ConfigurationSection, after declarations: [Declaration]
    ) -> Bool {
        let name = AttributeName(id)
        if !SchemaGrammar.isURN(id) {
            section.refuse(
                "id",
                "the id of a schema is a URN such as 'urn:example:params:scim:schemas:extension:badge:2.0:User', not "
                    + id.quotedForDisplay)
        } else if builtIn.contains(where: { AttributeName($0.id) == name }) {
            section.refuse("id", "the schema \(id.quotedForDisplay) is built in; give yours another id")
        } else if declarations.contains(where: { AttributeName($0.schema.id) == name }) {
            section.refuse("id", "the schema \(id.quotedForDisplay) is declared already")
        } else {
            return true
        }
        return false
    }
}
