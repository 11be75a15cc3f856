import SCIM

/// A filter that is printed reads as the same filter, and a filter that resolves can be evaluated.
public enum FilterProperty {
    private static let roomy = FilterLimits(bytes: 1 << 24, depth: 200, comparisons: 10_000)
    private static let refusals: Set<SCIMError.Code> = [.invalidFilter, .tooMany]

    /// Checks one filter.
    public static func check(_ bytes: UnsafeBufferPointer<UInt8>) {
        let text = String(decoding: bytes, as: UTF8.self)
        let filter: Filter
        do {
            filter = try Filter(text)
        } catch {
            require(refusals.contains(error.code), "what is no filter is refused as such", "\(error)")
            return
        }
        let printed = filter.description
        do {
            let again = try Filter(printed, limits: roomy)
            require(again == filter, "what was printed reads as the same filter", printed)
            require(again.description == printed, "printing is stable", printed)
        } catch {
            violation("what was printed can be read", printed, error.detail)
        }
        for resource in Fixture.all { evaluate(filter, on: resource) }
    }

    private static func evaluate(_ filter: Filter, on resource: Resource) {
        do {
            let resolved = try resource.type.resolve(filter)
            require(!resolved.paths.isEmpty, "a filter looks at something", filter.description)
            let opposite = try resource.type.resolve(.not(filter))
            require(
                resolved.matches(resource) != opposite.matches(resource), "a filter or its opposite holds",
                filter.description)
        } catch {
            require(
                error.code == .invalidFilter || error.code == .sensitive, "what suits no schema is refused as such",
                "\(error)")
        }
    }
}
