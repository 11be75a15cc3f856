import SCIM

extension JSONWriter {
    /// Writes one step; many members are spread over several objects so that a person can read them.
    mutating func write(_ operation: Operation, types: [String]) {
        switch operation {
        case .put(let put):
            open("put", put.address, put.version, types)
            member("c")
            string(put.created.description)
            member("m")
            string(put.lastModified.description)
            member("res")
            raw(put.attributes.json)
            endObject()
        case .delete(let address):
            open("del", address, nil, types)
            endObject()
        case .changeMembers(let change):
            let parts = change.delta.parts(of: StoreLimits.membersPerOperation)
            for part in parts { write(change, part, types) }
        }
    }

    private mutating func write(_ change: Operation.MembersChange, _ delta: MemberDelta, _ types: [String]) {
        open("mem", change.address, change.version, types)
        member("m")
        string(change.lastModified.description)
        if delta.removesAll {
            member("all")
            boolean(true)
        }
        if !delta.removed.isEmpty {
            member("del")
            beginArray()
            for key in delta.removed { string(key) }
            endArray()
        }
        if !delta.added.isEmpty {
            member("add")
            beginArray()
            for member in delta.added { write(member) }
            endArray()
        }
        endObject()
    }

    /// An id where there is nothing else to say, an object for a member with more, an array around anything else.
    private mutating func write(_ member: Member) {
        switch member {
        case .reference(let id, let details) where details.isEmpty: string(id)
        case .reference(let id, let details) where details[.value] != nil:
            // An application calls something else so.
            write(AttributeValue.array([.string(id), .complex(details)]))
        case .reference: write(member.value(at: Member.pathInFiles))
        case .other(let value): write(AttributeValue.array([value]))
        }
    }

    private mutating func open(_ kind: String, _ address: Operation.Address, _ version: Int?, _ types: [String]) {
        beginObject()
        member("op")
        string(kind)
        member("rt")
        string(types[address.type])
        member("id")
        string(address.id)
        if let version {
            member("v")
            integer(version)
        }
    }
}

extension MemberDelta {
    /// The same in pieces that come one after the other.
    package func parts(of size: Int) -> [MemberDelta] {
        guard removed.count + added.count > size else { return [self] }
        var parts: [MemberDelta] = []
        for start in stride(from: 0, to: removed.count, by: size) {
            var part = MemberDelta()
            part.removed = Array(removed[start..<min(start + size, removed.count)])
            parts.append(part)
        }
        for start in stride(from: 0, to: added.count, by: size) {
            parts.append(MemberDelta(adding: Array(added[start..<min(start + size, added.count)])))
        }
        if !parts.isEmpty { parts[0].removesAll = removesAll }
        return parts
    }
}
