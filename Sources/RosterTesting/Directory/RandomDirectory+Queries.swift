public import SCIM

extension RandomDirectory {
    /// An order that suits a resource type.
    public mutating func order(for type: ResourceType) -> SortOrder {
        let paths = type.comparablePaths.filter { $0.definition.type != .complex && $0.path.attribute != .schemas }
        return SortOrder(by: pick(paths), descending: generator.happens(50))
    }

    /// A part of the attributes of a resource type.
    public mutating func selection(for type: ResourceType) -> AttributeSelection {
        let paths = (0..<2).map { _ in pick(type.comparablePaths).path }
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: return .minimum
        case 1: return AttributeSelection(.only(paths))
        case 2: return AttributeSelection(.excluding(paths))
        default: return .byDefault
        }
    }

    /// A whole question about resources: filter, order, window and selection, or some of them.
    ///
    /// - Returns: The question, and what it is in words.
    /// - Throws: ``SCIM/SCIMError`` never for the types of RFC 7643.
    public mutating func query(
        for type: ResourceType, over resources: [Resource]
    ) throws(SCIMError) -> (query: Query, description: String) {
        var query = Query(type, selection: selection(for: type))
        var description = type.name
        if generator.happens(60) {
            let filter = filter(for: type, over: resources)
            query.filter = try type.resolve(filter)
            description += " where \(filter)"
        }
        if generator.happens(60) {
            let order = order(for: type)
            query.sort = order
            description += " by \(order.path.path)\(order.isDescending ? ", descending" : "")"
        }
        let number = resources.count(where: { $0.type == type })
        if generator.happens(60) { query.startIndex = Int.random(in: 1...number + 3, using: &generator) }
        if generator.happens(60) { query.count = Int.random(in: 0...number + 3, using: &generator) }
        return (query, description + " from \(query.startIndex), at most \(query.count)")
    }
}
