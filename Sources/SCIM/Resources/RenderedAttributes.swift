/// The attributes of a resource as the JSON that most answers show.
struct RenderedAttributes: Sendable {
    /// The value of `schemas`.
    let schemas: [UInt8]
    /// The members of the object without its braces; empty if there are none.
    let members: [UInt8]

    /// Writes attributes; `nil` if what an answer shows depends on the request: references need its base URL.
    init?(_ resource: Resource) {
        let (attributes, type) = (resource.attributes, resource.type)
        if type.references.contains(where: { attributes[$0.name] != nil }) { return nil }
        for `extension` in type.extensions {
            guard let content = attributes[`extension`.name]?.attributes else { continue }
            if `extension`.references.contains(where: { content[$0.name] != nil }) { return nil }
        }
        var writer = JSONWriter(capacity: 1_024)
        writer.write(AttributeSelection.byDefault.project(type.showable(in: attributes), of: type))
        members = Array(writer.finish().dropFirst().dropLast())
        var uris = JSONWriter(capacity: 128)
        uris.write(.array(resource.schemas.map { .string($0) }))
        schemas = uris.finish()
    }
}
