import SCIM

/// A path that a schema knows is known by its printed form too, and it can be read from a resource.
public enum PathProperty {
    private static let refusals: Set<SCIMError.Code> = [.invalidPath, .invalidFilter, .tooMany, .sensitive]

    /// Checks one path of a PATCH operation, of `attributes` and of `sortBy`.
    public static func check(_ bytes: UnsafeBufferPointer<UInt8>) {
        let text = String(decoding: bytes, as: UTF8.self)
        for resource in Fixture.all {
            if let path = resource.type.resolve(text) { check(path, of: resource) }
            do {
                let target = try PatchTarget(text, of: resource.type)
                check(target.path, of: resource)
                for value in resource.attributes[target.path.path.attribute]?.values ?? [] {
                    _ = target.filter?.matches(element: value)
                }
            } catch {
                require(refusals.contains(error.code), "what is no path is refused as such", "\(error)")
            }
            let names = text.split(separator: ",").map(String.init)
            if let selection = try? AttributeSelection(attributes: names, excludedAttributes: nil, of: resource.type) {
                _ =
                    Representation(
                        resource, groups: [], selecting: selection, baseURL: "https://scim.test",
                        types: [.user, .group]
                    ).attributes.jsonBytes
            }
        }
    }

    private static func check(_ path: ResolvedPath, of resource: Resource) {
        let printed = path.path.description
        require(resource.type.resolve(printed)?.path == path.path, "a printed path names the same place", printed)
        _ = resource.values(at: path)
    }
}
