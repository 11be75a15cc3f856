public import SCIM

/// One resource as it is carried from one store to another: everything that a store keeps of it.
public struct ResourceRecord: Sendable, Hashable {
    /// The name of the resource type.
    public var type: String
    /// The identifier.
    public var id: ResourceID
    /// The version.
    public var version: Version
    /// When it was created.
    public var created: DateTime
    /// When it last changed.
    public var lastModified: DateTime
    /// The attributes, with the members of a group.
    public var attributes: Attributes

    /// Describes a resource.
    public init(_ resource: Resource) {
        type = resource.type.name
        id = resource.id
        version = resource.version
        created = resource.created
        lastModified = resource.lastModified
        attributes = resource.attributes
    }

    /// The resource as one line of JSON, without a line feed; equal resources have equal lines.
    public var line: [UInt8] {
        var writer = JSONWriter(capacity: 1_024)
        writer.beginObject()
        writer.member("type")
        writer.string(type)
        writer.member("id")
        writer.string(id.text)
        writer.member("version")
        writer.string(version.text)
        writer.member("created")
        writer.string(created.description)
        writer.member("lastModified")
        writer.string(lastModified.description)
        writer.member("attributes")
        writer.write(attributes)
        writer.endObject()
        return writer.finish()
    }

    /// Reads a line that was written so.
    ///
    /// - Throws: ``SCIM/SCIMError`` whose detail says what is wrong with it.
    public init(reading line: [UInt8], limits: JSONLimits = JSONLimits()) throws(SCIMError) {
        guard case .complex(let members) = try JSONReader.read(line, limits: limits) else {
            throw SCIMError(.invalidSyntax, "it is no JSON object")
        }
        func text(_ name: AttributeName) throws(SCIMError) -> String {
            guard let text = members[name]?.string, !text.isEmpty else {
                throw SCIMError(.invalidSyntax, "'\(name)' must be a text")
            }
            return text
        }
        func time(_ name: AttributeName) throws(SCIMError) -> DateTime {
            guard let time = DateTime(try text(name)) else {
                throw SCIMError(.invalidSyntax, "'\(name)' must be a time such as 2026-11-23T17:02:11.482Z")
            }
            return time
        }
        type = try text("type")
        id = ResourceID(try text("id"))
        version = Version(try text("version"))
        created = try time("created")
        lastModified = try time("lastModified")
        guard let attributes = members["attributes"]?.attributes else {
            throw SCIMError(.invalidSyntax, "'attributes' must be an object")
        }
        self.attributes = attributes
        let known: Set<AttributeName> = ["type", "id", "version", "created", "lastModified", "attributes"]
        if let other = members.first(where: { !known.contains($0.name) }) {
            throw SCIMError(.invalidSyntax, "'\(other.name.text.prefix(100))' is unknown")
        }
    }
}
