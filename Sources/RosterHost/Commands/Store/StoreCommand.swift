import ArgumentParser

/// Looks after the data of the store.
struct StoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Look after the data of the store.",
        subcommands: [Verify.self, Stats.self, Export.self, Import.self, Repair.self, Compact.self])
}
