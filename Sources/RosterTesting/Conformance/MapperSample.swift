import RosterCore
import SCIM

/// A resource with its record.
struct MapperSample {
    let type: ResourceType
    let attributes: Attributes
    let record: Attributes

    /// Makes the record; `nil` if the mapper refuses the resource as `invalidValue`.
    init?(_ draft: Draft, _ mapper: any AttributeMapper) throws {
        type = draft.type
        attributes = draft.attributes
        do {
            record = try mapper.record(from: draft.attributes, of: draft.type)
        } catch let error as SCIMError where error.code == .invalidValue {
            return nil
        }
    }

    /// A resource with attributes, or with a record in their place.
    func asResource(_ attributes: Attributes) -> Resource {
        let epoch = DateTime(secondsSinceEpoch: 0)
        return Resource(
            type: type, id: ResourceID(""), version: Version(""), created: epoch, lastModified: epoch,
            attributes: attributes)
    }

    /// Writes a record into the resource, without the fields that go to the application only.
    ///
    /// - Returns: What of the record was written, and the attributes after; `nil` if the mapper refuses it as `invalidValue`,
    ///   or for a part of a field that goes to the application only.
    func writing(
        _ record: Attributes, with mapper: any AttributeMapper
    ) throws -> (record: Attributes, attributes: Attributes)? {
        do {
            return (record, try mapper.attributes(attributes, updatedFrom: record, of: type))
        } catch let error as SCIMError where error.code == .invalidValue {
            return nil
        } catch let error as SCIMError where error.code == .mutability {
            let writable = record.filter { !isReadOnly($0.name, by: mapper) }
            guard writable.count < record.count else { return nil }
            return try writing(Attributes(uniqueNames: writable), with: mapper)
        }
    }

    /// Whether a field goes to the application only: any other value for it is refused as a matter of mutability.
    func isReadOnly(_ field: AttributeName, by mapper: any AttributeMapper) -> Bool {
        var changed = record
        changed[field] = .string("not what \(field) is")
        return refuses(changed, over: attributes, by: mapper)
    }

    /// Whether a field is read as it was written, with more of it at most in what goes to the application only.
    ///
    /// - Parameters:
    ///   - field: The field.
    ///   - read: The record that was read.
    ///   - written: The record that was written.
    ///   - attributes: The attributes that it was written into.
    func shows(
        _ field: AttributeName, in read: Attributes, for written: Attributes, over attributes: Attributes,
        by mapper: any AttributeMapper
    ) -> Bool {
        guard let wanted = written[field] else { return read[field] == nil || isReadOnly(field, by: mapper) }
        if read[field] == wanted { return true }
        guard let items = read[field]?.array, let wantedItems = wanted.array, items.count == wantedItems.count else {
            return false
        }
        for (index, wanted) in wantedItems.enumerated() where items[index] != wanted {
            guard let item = items[index].attributes, let wanted = wanted.attributes else { return false }
            for name in Set((item.map(\.name) + wanted.map(\.name)).filter { item[$0] != wanted[$0] }) {
                guard wanted[name] == nil else { return false }
                var changed = item
                changed[name] = .string("not what \(name) is")
                var record = read, changedItems = items
                changedItems[index] = .complex(changed)
                record[field] = .array(changedItems)
                guard refuses(record, over: attributes, by: mapper) else { return false }
            }
        }
        return true
    }

    private func refuses(_ record: Attributes, over attributes: Attributes, by mapper: any AttributeMapper) -> Bool {
        do {
            _ = try mapper.attributes(attributes, updatedFrom: record, of: type)
            return false
        } catch {
            return (error as? SCIMError)?.code == .mutability
        }
    }
}
