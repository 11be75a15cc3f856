public import SCIM

/// The resource types as a store of records is given them: the schemas say what values mean, a mapper where they stand.
///
/// A store keeps names unique, finds resources by them and takes the deleted out of their groups. Over records it can do all
/// that because the type tells it where names and members are; a mapper that hides them is refused.
public struct RecordTypes: Sendable {
    /// Why a store could not keep its contract over the records of a mapper.
    public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        /// The type of the resources.
        public let type: ResourceType
        /// What the schemas call the attribute.
        public let path: AttributePath
        /// Why the store has to find it in the records.
        let need: String

        /// What is wrong, in one sentence.
        public var description: String {
            "'\(path)' of a \(type.name) must go into a field of its own, as it is and in both directions, because the store "
                + need
        }
    }

    /// What records are made by.
    package let mapper: any AttributeMapper
    private let resourceTypes: [ResourceType]
    /// The types for the store.
    public let types: [ResourceType]

    /// Derives the types of records.
    ///
    /// - Parameter types: The types of the resources that are kept.
    /// - Throws: The first ``Problem``.
    public init(_ types: [ResourceType], mapper: any AttributeMapper) throws(Problem) {
        self.mapper = mapper
        resourceTypes = types
        var recordTypes: [ResourceType] = []
        for type in types {
            let place = { (path: AttributePath) in Self.place(of: path, in: type, mapper.recordPath) }
            if let problem = Self.problems(of: type, placing: place).first { throw problem }
            recordTypes.append(type.placing(place))
        }
        self.types = recordTypes
    }

    /// What a store could not find in records.
    ///
    /// - Parameter place: Where a record holds what a resource has at a path; `nil` if nowhere or in another form.
    public static func problems(
        of type: ResourceType, placing place: (AttributePath) -> AttributePath?
    ) -> [Problem] {
        var problems = type.uniquePaths.map(\.path).filter { place($0).map(isOwn) ?? true }.map {
            Problem(type: type, path: $0, need: "keeps its values unique")
        }
        // A list may stand in a field of the record alone: members are taken out of it one by one.
        if let path = type.memberPath?.path, place(path).map({ isOwn($0) || $0.schema != nil }) ?? true {
            problems.append(Problem(type: type, path: path, need: "takes a deleted resource out of its groups"))
        }
        return problems
    }

    /// Whether the store itself says what stands at a place, whatever a record has there.
    private static func isOwn(_ path: AttributePath) -> Bool {
        path.schema == nil && [.id, .meta, .schemas, .groups].contains(path.attribute)
    }

    private static func place(
        of path: AttributePath, in type: ResourceType,
        _ recordPath: (AttributePath, ResourceType) -> AttributePath?
    ) -> AttributePath? {
        recordPath(path, type).flatMap { isOwn($0) ? nil : $0 }
    }
}

extension RecordTypes {
    /// The type of the records of a type.
    func recordType(of type: ResourceType) throws(SCIMError) -> ResourceType {
        guard let found = types.first(where: { $0 == type }) else {
            throw SCIMError(.internalError, "no records are kept of the type \(type.name)")
        }
        return found
    }

    /// The type of the resources that records of a type stand for.
    func resourceType(of type: ResourceType) -> ResourceType { resourceTypes.first { $0 == type } ?? type }

    /// The record of attributes that are to be stored.
    ///
    /// - Throws: What the mapper throws; ``SCIM/SCIMError/Code/internalError`` if it does not put names and members where it
    ///   says, because the store would not find them.
    func record(from attributes: Attributes, of type: ResourceType) throws -> Attributes {
        let record = try mapper.record(from: attributes, of: type)
        let recordType = try recordType(of: type)
        guard Set(recordType.uniqueValues(in: record)) == Set(resourceType(of: type).uniqueValues(in: attributes)),
            recordType.memberIDs(in: record) == type.memberIDs(in: attributes)
        else {
            throw SCIMError(
                .internalError, "the mapper does not put names and members of the \(type.name) where 'recordPath' says")
        }
        // A record that cannot be read again would be in the way of everybody: it is refused before it is stored.
        _ = try mapper.attributes(Attributes(), updatedFrom: record, of: type)
        return record
    }

    /// Where a store finds in records what a resource has at a path; `nil` if nowhere.
    ///
    /// What the store says of a resource itself keeps its name. Which schemas a resource uses, its record cannot tell.
    func place(of path: AttributePath, in type: ResourceType) -> AttributePath? {
        if path.schema == nil {
            switch path.attribute {
            case .id, .meta: return path
            case .schemas: return nil
            case .groups where type.showsGroups:
                return path.subAttribute == .display && !tellsGroupNames(.displayName) ? nil : path
            default: break
            }
        }
        return Self.place(of: path, in: type, mapper.recordPath)
    }

    /// Whether the store finds a name of groups in their records as it is.
    private func tellsGroupNames(_ name: AttributeName) -> Bool {
        Self.place(of: AttributePath(name), in: .group, mapper.recordPath) != nil
    }

    /// Whether the store itself names groups as their resources do.
    var tellsGroups: Bool { tellsGroupNames(.displayName) && tellsGroupNames(.externalId) }
}
