import Foundation
import RosterCore
import SCIM
import Testing

@Suite("Records as types of the application")
struct CodableTests {
    private struct Employee: Codable, Equatable {
        struct Address: Codable, Equatable { var city: String }
        var email: String
        var level: Int?
        var isActive: Bool
        var joined: Date
        var addresses: [Address]
    }

    private let ada = Employee(
        email: "ada@x", level: nil, isActive: true, joined: Date(timeIntervalSince1970: 1_000_000),
        addresses: [.init(city: "London")])

    @Test("come back as they were")
    func roundTrip() throws {
        let record = try Attributes(encoding: ada)
        #expect(record["joined"] == "1970-01-12T13:46:40Z" && record["level"] == nil)
        #expect(try record.decoded() == ada)
    }

    @Test("say where they do not fit")
    func mismatch() throws {
        var record = try Attributes(encoding: ada)
        record["email"] = 7
        #expect(throws: DecodingError.self) { try record.decoded(as: Employee.self) }
        #expect(throws: (any Error).self) { try Attributes(encoding: ["a"]) }
    }
}
