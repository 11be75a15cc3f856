import RosterCore
import SCIM

/// Resources on their way into a store, each held against the schemas and the others.
struct IncomingResources {
    private let layouts: [TypeLayout]
    /// What there is so far.
    private(set) var state: StoreState
    private var ids: Set<String> = []
    private var holders = ValueHolders()

    /// Begins with none.
    init(_ layouts: [TypeLayout]) {
        self.layouts = layouts
        state = StoreState(layouts)
    }

    /// Takes a resource in.
    ///
    /// - Parameter line: A ``RosterCore/ResourceRecord`` as JSON.
    /// - Throws: ``SCIM/SCIMError`` whose detail says why it cannot be taken in.
    mutating func add(_ line: [UInt8]) throws(SCIMError) {
        guard line.count <= StoreLimits.line else { throw Self.refusal("it is longer than a store can keep") }
        let record = try ResourceRecord(reading: line, limits: StoreLimits.json)
        guard let place = layouts.firstIndex(where: { $0.type.name == record.type }) else {
            let known = layouts.map(\.type.name).joined(separator: ", ")
            throw Self.refusal("the type \(record.type.quotedForDisplay) is unknown; known: \(known)")
        }
        guard let version = Int(record.version.text), 1...StoreLimits.number ~= version,
            String(version) == record.version.text
        else {
            throw Self.refusal("'version' must be a whole number from 1 to \(StoreLimits.number) in quotes")
        }
        guard ids.insert(record.id.text).inserted else {
            throw Self.refusal("the id \(record.id.text.quotedForDisplay) comes a second time")
        }
        let layout = layouts[place]
        var kept = record.attributes
        // Passwords are never kept, wherever they come from.
        kept[.password] = nil
        try check(kept, of: layout)
        let (tree, members) = layout.split(kept)
        let attributes = PackedAttributes(tree, of: layout.type)
        let address = Operation.Address(type: place, id: record.id.text)
        if let clash = holders.add(attributes, of: address, layout).first {
            throw Self.refusal(
                "\(clash.attribute.path.path) \(clash.key.quotedForDisplay) is that of \(clash.first.id) already")
        }
        _ = state.carryOut(
            .put(
                Operation.Put(
                    address: address, version: version, created: record.created, lastModified: record.lastModified,
                    attributes: attributes)))
        guard !members.isEmpty else { return }
        _ = state.carryOut(
            .changeMembers(
                Operation.MembersChange(
                    address: address, version: version, lastModified: record.lastModified,
                    delta: MemberDelta(adding: members))))
    }

    private func check(_ attributes: Attributes, of layout: TypeLayout) throws(SCIMError) {
        for (name, value) in attributes {
            guard layout.type.definition(name) != nil else {
                throw Self.refusal("\(name.text.quotedForDisplay) is no attribute of \(layout.type.name)")
            }
            guard let schema = layout.type.extension(name)?.schema else { continue }
            guard case .complex(let content) = value else {
                throw Self.refusal("\(name.text.quotedForDisplay) must be an object")
            }
            for (part, _) in content where schema.attribute(part) == nil {
                throw Self.refusal("\(part.text.quotedForDisplay) is no attribute of \(name)")
            }
        }
        guard layout.holdsMembers, let list = attributes[.members] else { return }
        guard case .array(let members) = list else { throw Self.refusal("'members' must be a list") }
        var keys: Set<String> = []
        for member in members where !keys.insert(Member(member).key).inserted {
            throw Self.refusal("'members' names \(member.json.quotedForDisplay) twice")
        }
    }

    private static func refusal(_ reason: String) -> SCIMError { SCIMError(.invalidValue, reason) }
}
