public import SCIM

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Attributes {
    /// Decodes attributes, such as the record of a ``DirectoryUser``, as a type of the application.
    ///
    /// ```swift
    /// struct Employee: Codable { var email: String; var givenName: String? }
    /// let employee = try user.record?.decoded(as: Employee.self)
    /// ```
    ///
    /// Names must be spelled as in the record. A `Date` is read from a text in the form of ISO 8601, with a time zone; written again
    /// by ``init(encoding:)`` it has whole seconds. Keep a time as a `String` where it must come back as it was.
    ///
    /// - Throws: `DecodingError` with the place of what does not fit the type.
    public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(type, from: Data(jsonBytes))
    }

    /// Encodes a value of the application, such as for ``Directory/change(_:with:if:by:)``.
    ///
    /// - Throws: `EncodingError` if the value cannot be encoded; ``SCIM/SCIMError/Code/invalidSyntax`` if it is no object.
    public init(encoding value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = .sortedKeys
        try self.init(json: Array(try encoder.encode(value)))
    }
}
