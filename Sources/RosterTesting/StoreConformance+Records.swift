public import RosterCore
public import SCIM

extension StoreConformance {
    /// Makes stores that keep the records of a mapper, so that every rule can be played over them as well.
    ///
    /// ```swift
    /// @Test(arguments: StoreConformance.rules)
    /// func contractOverRecords(_ rule: StoreConformance.Rule) async throws {
    ///     try await rule.check(StoreConformance.overRecords { types in AcmeStore(types) })
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - mapper: What makes the records.
    ///   - make: Makes a store that holds nothing, for the types of the records.
    public static func overRecords(
        of types: [ResourceType] = [.user, .group], by mapper: any AttributeMapper = RenamingMapper(),
        _ make: @escaping @Sendable (_ types: [ResourceType]) async throws -> any IdentityStore
    ) -> Maker {
        {
            let records = try RecordTypes(types, mapper: mapper)
            return MappedStore(try await make(records.types), records: records)
        }
    }
}
