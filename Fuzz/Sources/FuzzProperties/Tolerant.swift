import SCIM

// What reads requests, with every repair allowed and none of them asked for.

extension Draft {
    init(validating body: AttributeValue, as type: ResourceType) throws(SCIMError) {
        var repairs = Repairs()
        try self.init(validating: body, as: type, repairs: &repairs)
    }
}

extension Filter {
    init(_ text: String, limits: FilterLimits = .default) throws(SCIMError) {
        var repairs = Repairs()
        try self.init(text, limits: limits, repairs: &repairs)
    }
}

extension ResourceType {
    func resolve(_ filter: Filter) throws(SCIMError) -> ResolvedFilter {
        var repairs = Repairs()
        return try resolve(filter, repairs: &repairs)
    }
}

extension PatchTarget {
    init(_ text: String, of type: ResourceType) throws(SCIMError) {
        var repairs = Repairs()
        try self.init(text, of: type, repairs: &repairs)
    }
}

extension PatchOperation {
    static func operations(reading body: AttributeValue, for type: ResourceType) throws(SCIMError) -> [PatchOperation] {
        var repairs = Repairs()
        return try operations(reading: body, for: type, repairs: &repairs)
    }
}

extension AttributeSelection {
    init(attributes: [String]?, excludedAttributes: [String]?, of type: ResourceType) throws(SCIMError) {
        var repairs = Repairs()
        try self.init(attributes: attributes, excludedAttributes: excludedAttributes, of: type, repairs: &repairs)
    }
}
