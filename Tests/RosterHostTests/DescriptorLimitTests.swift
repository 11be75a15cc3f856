import Foundation
import Testing

@testable import RosterHost

@Suite("A limit on open files", .onThreadOfItsOwn)
struct DescriptorLimitTests {
    @Test(
        "that is too low for a server ends the start with one line that says so",
        .whereLimitsCanBeSet, arguments: [9, 10, 11, 12, 16, 24, 32, DescriptorLimit.reserve])
    func tooFewDescriptors(limit: Int) throws {
        let server = try ServerProcess()
        server.launcher = ["prlimit", "--nofile=\(limit)"]
        let (status, output) = try server.run(["serve"])
        #expect(status == 71, "\(output)")
        #expect(output.hasPrefix("roster: the limit on open files of this process is \(limit), but "), "\(output)")
        #expect(!FileManager.default.fileExists(atPath: server.folder.appending(path: "data").path()))
    }
}
