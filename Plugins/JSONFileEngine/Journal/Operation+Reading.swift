import SCIM

extension Operation {
    /// Reads the steps of a transaction.
    static func list(_ array: JSONSlice, types: TypePlaces) throws(LineProblem) -> [Operation] {
        var operations: [Operation] = []
        try array.visitElements { element throws(LineProblem) in
            var operation = try Operation(reading: element, types: types)
            let members = operation.takeMembers(types)
            operations.append(operation)
            if let members { operations.append(members) }
            return true
        }
        return operations
    }

    /// The members that stand among the other attributes of a record, as before the store knew where records name them.
    private mutating func takeMembers(_ types: TypePlaces) -> Operation? {
        guard let type = types.type(at: address.type), let path = type.memberPath, path.path != path.name,
            case .put(var put) = self, case .array(let values)? = put.attributes[path.path.attribute]
        else { return nil }
        var attributes = put.attributes.attributes
        attributes[path.path.attribute] = nil
        put.attributes = PackedAttributes(attributes, of: type)
        self = .put(put)
        var delta = MemberDelta(adding: values.map { Member($0, at: path.path) })
        delta.removesAll = true
        return .changeMembers(
            MembersChange(address: put.address, version: put.version, lastModified: put.lastModified, delta: delta))
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
            let path = types.type(at: address.type)?.memberPath?.path ?? Member.pathInFiles
            self = .changeMembers(
                MembersChange(
                    address: address, version: version, lastModified: modified,
                    delta: try MemberDelta(reading: step, at: path)))
        default: throw LineProblem("a step of an unknown kind")
        }
    }
}

extension MemberDelta {
    fileprivate init(reading step: JSONSlice, at path: AttributePath) throws(LineProblem) {
        self.init()
        removesAll = step["all"]?.value?.boolean ?? false
        try step["del"]?.visitElements { value throws(LineProblem) in
            guard let key = value.string else { throw LineProblem("a member to remove that is no text") }
            removed.append(Member.key(key, at: path))
            return true
        }
        try step["add"]?.visitElements { value throws(LineProblem) in
            added.append(try Member(reading: value, at: path))
            return true
        }
    }
}

extension Member {
    /// Reads a member.
    ///
    /// - Parameter path: Where ids stand in what was written before the store knew where records name members.
    fileprivate init(reading value: JSONSlice, at path: AttributePath) throws(LineProblem) {
        if let id = value.string {
            self = .reference(id, Attributes())
            return
        }
        switch value.value {
        case .complex(let attributes): self.init(.complex(attributes), at: Self.pathInFiles)
        case .array(let values) where values.count == 1: self.init(values[0], at: path)
        case .array(let values) where values.count == 2:
            guard case .string(let id) = values[0], case .complex(let details) = values[1] else { fallthrough }
            self = .reference(id, details)
        default: throw LineProblem("a member to add that is none")
        }
    }

    /// The key of a member that was written with a key of its time.
    fileprivate static func key(_ written: String, at path: AttributePath) -> String {
        guard written.utf8.first == 0, let value = try? JSONReader.read(Array(written.utf8.dropFirst())) else {
            return written
        }
        return Member(value, at: path).key
    }
}
