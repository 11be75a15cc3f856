import ArgumentParser
import SCIM

/// Looks after the data of the store.
struct StoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Look after the data of the store.",
        subcommands: [Verify.self, Stats.self, Export.self, Import.self, Repair.self, Compact.self])

    /// Where the data ends, in words.
    ///
    /// - Parameters:
    ///   - position: The sequence number of its last line.
    ///   - time: When the last change was made, if that is told.
    static func end(at position: Int, _ time: DateTime?) -> String {
        "up to n=\(position)" + (time.map { "; the last change was made at \($0)" } ?? "")
    }
}
