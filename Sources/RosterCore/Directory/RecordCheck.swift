import SCIM

/// Makes sure of the second law of an ``AttributeMapper`` where a record is stored: what was written is what is read.
///
/// The mapper vouches for the attributes that it makes of a record. The schemas then bring them into the form in which they
/// are kept, and the roles are judged: values are left out, united or completed. So a record is held against what is kept.
struct RecordCheck {
    let mapper: any AttributeMapper
    let type: ResourceType

    /// Refuses a record of which a field would be read otherwise.
    ///
    /// - Parameters:
    ///   - record: The record that is written.
    ///   - wanted: What the mapper makes of it.
    ///   - kept: What would be stored, viewed alike.
    /// - Throws: ``SCIM/SCIMError/Code/invalidValue`` naming the field; what the mapper throws if there would be no record.
    func check(_ record: Attributes, becoming wanted: Attributes, keptAs kept: Attributes) throws {
        // A resource that had no valid record before may still have none.
        guard let promised = try? mapper.record(from: wanted, of: type) else { return }
        let read = try mapper.record(from: kept, of: type)
        for field in promised.map({ $0.name }) + read.map({ $0.name })
        where promised[field]?.substance != read[field]?.substance {
            guard isUnchanged(kept, by: record[field] ?? promised[field], at: field, of: read) else {
                throw SCIMError(
                    .invalidValue,
                    "the field '\(name: field.text)' would not be read as it was written; null clears a field")
            }
        }
    }

    /// Whether a value says of a field what is kept, which the mapper tells by writing it: in a part that goes both ways
    /// another value would change something, and one that goes to the application only cannot be written.
    private func isUnchanged(
        _ kept: Attributes, by value: AttributeValue?, at field: AttributeName, of read: Attributes
    ) -> Bool {
        var record = read
        record[field] = value
        do {
            return try mapper.attributes(kept, updatedFrom: record, of: type).filled(from: kept) == kept
        } catch let error as SCIMError {
            return error.code == .mutability
        } catch {
            return false
        }
    }
}

extension AttributeValue {
    /// The value without members that are null or empty; `nil` if nothing is left, but elements of a list always count.
    fileprivate var substance: AttributeValue? {
        switch self {
        case .null: return nil
        case .array(let elements): return elements.isEmpty ? nil : .array(elements.map { $0.substance ?? .null })
        case .complex(let parts):
            let kept = parts.compactMap { part in part.value.substance.map { (part.name, $0) } }
            return kept.isEmpty ? nil : .complex(Attributes(uniqueNames: kept))
        default: return self
        }
    }
}
