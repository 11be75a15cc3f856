import SCIM

extension Operation {
    /// Reads the steps of a transaction.
    static func list(_ array: JSONSlice, types: TypePlaces) throws(LineProblem) -> [Operation] {
        var operations: [Operation] = []
        try array.visitElements { element throws(LineProblem) in
            operations.append(try Operation(reading: element, types: types))
            return true
        }
        return operations
    }

    private init(reading step: JSONSlice, types: TypePlaces) throws(LineProblem) {
        var kind: String?, type: String?, id: String?, version: Int?, created: DateTime?, modified: DateTime?
        var attributes: JSONSlice?
        step.visitMembers { name, value in
            if name.isExactly("op") {
                kind = value.string
            } else if name.isExactly("rt") {
                type = value.string
            } else if name.isExactly("id") {
                id = value.string
            } else if name.isExactly("v") {
                version = value.integer
            } else if name.isExactly("c") {
                created = value.string.flatMap { DateTime($0) }
            } else if name.isExactly("m") {
                modified = value.string.flatMap { DateTime($0) }
            } else if name.isExactly("res"), value.isObject {
                attributes = value
            }
            return true
        }
        guard let kind, let type, let id else { throw LineProblem("a step without 'op', 'rt' or 'id'") }
        let address = Address(type: types.place(of: type), id: id)
        switch kind {
        case "del": self = .delete(address)
        case "put":
            guard let version, version > 0, let created, let modified, let attributes else {
                throw LineProblem("a 'put' without 'v', 'c', 'm' or 'res'")
            }
            self = .put(
                Put(
                    address: address, version: version, created: created, lastModified: modified,
                    attributes: PackedAttributes(
                        trusted: attributes, of: types.type(at: address.type))))
        case "mem":
            guard let version, version > 0, let modified else { throw LineProblem("a 'mem' without 'v' or 'm'") }
            self = .changeMembers(
                MembersChange(
                    address: address, version: version, lastModified: modified, delta: try MemberDelta(reading: step)))
        default: throw LineProblem("a step of an unknown kind")
        }
    }
}

extension MemberDelta {
    fileprivate init(reading step: JSONSlice) throws(LineProblem) {
        self.init()
        removesAll = step["all"]?.value?.boolean ?? false
        try step["del"]?.visitElements { value throws(LineProblem) in
            guard let key = value.string else { throw LineProblem("a member to remove that is no text") }
            removed.append(key)
            return true
        }
        try step["add"]?.visitElements { value throws(LineProblem) in
            added.append(try Member(reading: value))
            return true
        }
    }
}

extension Member {
    fileprivate init(reading value: JSONSlice) throws(LineProblem) {
        if let id = value.string {
            self = .reference(id, Attributes())
            return
        }
        switch value.value {
        case .complex(let attributes): self.init(.complex(attributes))
        case .array(let values) where values.count == 1: self = .other(values[0])
        default: throw LineProblem("a member to add that is none")
        }
    }
}
