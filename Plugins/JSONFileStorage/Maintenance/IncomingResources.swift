import JSONFileEngine
import RosterCore
import SCIM

/// Resources on their way into a store, each held against the schemas and the others.
struct IncomingResources {
    private let layouts: [TypeLayout]
    private let keepsRecords: Bool
    /// What there is so far.
    private var state: StoreState
    /// The names of the types by the ids.
    private var types: [String: String] = [:]
    private var holders = ValueHolders()
    /// What is taken in though this configuration would not have it so, one line each.
    private(set) var notes: [String] = []
    /// How many resources have an attribute that no schema knows.
    private var unknown: [String: Int] = [:]
    /// Of all that is a member somewhere, the line that named it first.
    private var mentions: [Mention: Int] = [:]
    private var number = 0

    /// Begins with none.
    ///
    /// - Parameter keepsRecords: Whether they are records of an application, which follow no schema.
    init(_ layouts: [TypeLayout], keepsRecords: Bool) {
        self.layouts = layouts
        self.keepsRecords = keepsRecords
        state = StoreState(layouts)
    }

    /// Takes a resource in.
    ///
    /// - Parameter line: A ``RosterCore/ResourceRecord`` as JSON.
    /// - Throws: ``JSONFileStoreError`` of kind `corrupt` that names the line and says why it cannot be taken in.
    mutating func add(_ line: [UInt8]) throws(JSONFileStoreError) {
        number += 1
        do {
            try take(line)
        } catch {
            throw mistake(in: number, error.detail)
        }
    }

    private mutating func take(_ line: [UInt8]) throws(SCIMError) {
        guard line.count <= StoreLimits.line else { throw Self.refusal("it is longer than a store can keep") }
        let record = try ResourceRecord(reading: line, limits: StoreLimits.json)
        let place = try place(of: record), version = try version(of: record)
        try check(record.id)
        guard types.updateValue(record.type, forKey: record.id.text) == nil else {
            throw Self.refusal("the id \(record.id.text.quotedForDisplay) comes a second time")
        }
        let layout = layouts[place]
        var kept = record.attributes
        // Passwords are never kept, wherever they come from.
        kept[.password] = nil
        if !keepsRecords {
            kept = try Draft(kept: kept, as: layout.type).attributes
            for name in layout.type.unknownNames(in: kept) { unknown["'\(name)' of \(record.type)", default: 0] += 1 }
        }
        try check(membersOf: kept, of: layout)
        let (tree, members) = layout.split(kept)
        let attributes = PackedAttributes(tree, of: layout.type)
        let address = Operation.Address(type: place, id: record.id.text)
        // A store holds such values where they became unique later, and what it exports is taken back.
        notes += holders.add(attributes, of: address, layout).map { "line \(number): \($0.note)" }
        _ = state.apply(
            .put(
                Operation.Put(
                    address: address, version: version, created: record.created, lastModified: record.lastModified,
                    attributes: attributes)))
        guard !members.isEmpty else { return }
        for member in members { try mention(member) }
        _ = state.apply(
            .changeMembers(
                Operation.MembersChange(
                    address: address, version: version, lastModified: record.lastModified,
                    delta: MemberDelta(adding: members))))
    }

    private func place(of record: ResourceRecord) throws(SCIMError) -> Int {
        guard let place = layouts.firstIndex(where: { $0.type.name == record.type }) else {
            let known = layouts.map(\.type.name).joined(separator: ", ")
            throw Self.refusal("the type \(record.type.quotedForDisplay) is unknown; known: \(known)")
        }
        return place
    }

    private func version(of record: ResourceRecord) throws(SCIMError) -> Int {
        guard let version = Int(record.version.text), 1...Self.version ~= version,
            String(version) == record.version.text
        else {
            throw Self.refusal("'version' must be a whole number from 1 to \(Self.version) in quotes")
        }
        guard record.created <= record.lastModified else {
            throw Self.refusal("'lastModified' must not be before 'created'")
        }
        return version
    }

    private mutating func mention(_ member: Member) throws(SCIMError) {
        guard let mention = Mention(member) else {
            if keepsRecords { return }
            throw Self.refusal("a member without 'value' names no resource")
        }
        if mentions[mention] == nil { mentions[mention] = number }
    }

    /// All resources, after the last of them has come.
    ///
    /// - Throws: ``JSONFileStoreError`` of kind `corrupt` if a member is none of them.
    mutating func finish() throws(JSONFileStoreError) -> StoreState {
        notes += unknown.sorted { $0.key < $1.key }.map { name, count in
            "no schema of the configuration has \(name): kept, and not shown (resources: \(count))"
        }
        if keepsRecords { return state }
        let wrong = mentions.filter {
            types[$0.key.id] == nil || $0.key.type.map { [id = $0.key.id] in $0 != types[id] } ?? false
        }
        guard let (mention, line) = wrong.min(by: { $0.value < $1.value }) else { return state }
        let id = mention.id.quotedForDisplay
        throw mistake(
            in: line,
            types[mention.id].map { "the member \(id) is no \(mention.type ?? "") but a \($0)" }
                ?? "no resource has the id \(id) of a member")
    }

    private func mistake(in line: Int, _ reason: String) -> JSONFileStoreError {
        JSONFileStoreError(.corrupt, "line \(line): \(reason). Nothing was changed.")
    }

    /// Refuses an id that cannot be one (RFC 7643 §3.1).
    private func check(_ id: ResourceID) throws(SCIMError) {
        let isPlain = id.text.unicodeScalars.allSatisfy {
            !$0.properties.isWhitespace && $0.properties.generalCategory != .control
        }
        // What a path cannot name nobody can ask for.
        guard isPlain, !id.text.contains("bulkId"), id.text != ".", id.text != "..", id.text.utf8.count <= Self.idBytes
        else {
            throw Self.refusal(
                """
                'id' must be without blanks, control characters and the word 'bulkId', neither '.' nor '..', and at most \
                \(Self.idBytes) bytes long
                """)
        }
    }

    private func check(membersOf attributes: Attributes, of layout: TypeLayout) throws(SCIMError) {
        guard let path = layout.memberPath?.path, case .array(let members)? = attributes[path.attribute] else { return }
        var keys: Set<String> = []
        for member in members where !keys.insert(Member(member, at: path).key).inserted {
            throw Self.refusal("'\(path.attribute)' names \(member.json.quotedForDisplay) twice")
        }
    }

    /// As high as leaves room for more changes than a resource will ever see.
    private static let version = StoreLimits.number / 2
    /// More than any provider gives, and little enough for a path.
    private static let idBytes = 1_024

    private static func refusal(_ reason: SCIMError.Detail) -> SCIMError { SCIMError(.invalidValue, reason) }
}

extension ResourceType {
    /// The names of the attributes that no schema knows; those in an extension with its URI.
    fileprivate func unknownNames(in attributes: Attributes) -> [String] {
        unknown(in: attributes).flatMap { name, value in
            guard `extension`(name) != nil, case .complex(let content) = value else { return [name.text] }
            return content.map { "\(name.text):\($0.name.text)" }
        }
    }
}

/// What a group says of a member: which resource it is, and of which type.
private struct Mention: Hashable {
    let id: String
    let type: String?

    /// - Returns: `nil` for a member that names no resource.
    init?(_ member: Member) {
        guard case .reference(let id, let details) = member else { return nil }
        self.id = id
        type = details[.type]?.string
    }
}
