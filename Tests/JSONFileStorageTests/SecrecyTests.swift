import ConformanceLedger
import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("What must not be on the disk")
struct SecrecyTests {
    @Test("a password is in no file, however it came", .shows("7643-9.2-a"))
    func passwords() async throws {
        let secret = "correct-horse-battery"
        let body = try JSONReader.read(
            Array(#"{"schemas":["\#(Schema.user.id)"],"userName":"ines","password":"\#(secret)"}"#.utf8))
        let disk = SimulatedDisk()
        let store = try await open(disk)
        let draft = try Draft(validating: body, as: .user)
        let user = try await store.create(draft)
        _ = try await store.modify(user.key, by: .replace(with: draft), if: .none, selecting: .byDefault)
        for operation in [
            #"{"op":"add","path":"password","value":"\#(secret)"}"#,
            #"{"op":"replace","value":{"title":"x","password":"\#(secret)"}}"#,
        ] {
            let change = try Modification.patch(operation, of: .user)
            _ = try await store.modify(user.key, by: change, if: .none, selecting: .byDefault)
        }
        await store.close()
        let files = disk.content.map { (path: $0, text: String(decoding: $1, as: UTF8.self)) }
        #expect(files.contains { $0.text.contains("ines") })
        for file in files { #expect(!file.text.contains(secret), "\(file.path)") }
    }
}
