import SCIM

extension Operation {
    /// Reads the steps of a transaction.
    static func list(_ values: [AttributeValue], types: TypePlaces) throws(LineProblem) -> [Operation] {
        var operations: [Operation] = []
        operations.reserveCapacity(values.count)
        for value in values { operations.append(try Operation(reading: value, types: types)) }
        return operations
    }

    private init(reading value: AttributeValue, types: TypePlaces) throws(LineProblem) {
        guard case .complex(let members) = value, let kind = members["op"]?.string, let type = members["rt"]?.string,
            let id = members[.id]?.string
        else { throw LineProblem("a step without 'op', 'rt' or 'id'") }
        let address = Address(type: types.place(of: type), id: id)
        switch kind {
        case "del": self = .delete(address)
        case "put":
            guard let version = members["v"]?.integer, version > 0, let created = members["c"].flatMap(Self.time),
                let lastModified = members["m"].flatMap(Self.time), let attributes = members["res"]?.attributes
            else { throw LineProblem("a 'put' without 'v', 'c', 'm' or 'res'") }
            self = .put(
                Put(
                    address: address, version: version, created: created, lastModified: lastModified,
                    attributes: attributes))
        case "mem":
            guard let version = members["v"]?.integer, version > 0, let time = members["m"].flatMap(Self.time) else {
                throw LineProblem("a 'mem' without 'v' or 'm'")
            }
            self = .changeMembers(
                MembersChange(
                    address: address, version: version, lastModified: time, delta: try MemberDelta(reading: members)))
        default: throw LineProblem("a step of an unknown kind")
        }
    }

    private static func time(_ value: AttributeValue) -> DateTime? {
        value.string.flatMap { DateTime($0) }
    }
}

extension MemberDelta {
    fileprivate init(reading members: Attributes) throws(LineProblem) {
        self.init()
        removesAll = members["all"]?.boolean ?? false
        for value in members["del"]?.array ?? [] {
            guard case .string(let key) = value else { throw LineProblem("a member to remove that is no text") }
            removed.append(key)
        }
        for value in members["add"]?.array ?? [] {
            switch value {
            case .string(let id): added.append(.reference(id, Attributes()))
            case .complex: added.append(Member(value))
            case .array(let values) where values.count == 1: added.append(.other(values[0]))
            default: throw LineProblem("a member to add that is none")
            }
        }
    }
}
