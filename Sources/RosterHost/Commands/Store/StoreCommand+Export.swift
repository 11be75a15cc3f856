import ArgumentParser
import RosterComposition
import RosterCore

extension StoreCommand {
    /// The command `roster store export`.
    struct Export: HostCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write every resource as one line of JSON; equal data gives equal bytes.",
            discussion: """
                A server may run meanwhile: what it has answered by then is in it. Tokens are not. 'roster store import' \
                reads it.
                """)

        @Argument(help: "The file; standard output if left out.")
        var output: String?

        @Option(help: "Write a folder instead, with one file for each resource; it must be empty or not exist.")
        var tree: String?

        @OptionGroup var file: ConfigurationOption

        func validate() throws {
            if tree != nil, output != nil { throw ValidationError("give either a file or --tree") }
        }

        func run(with plugins: Plugins) async throws {
            let configuration = try file.read(with: plugins, createsData: false)
            let (tree, output) = (tree, output)
            try await configuration.maintain { maintenance, progress in
                if let tree {
                    let tree = try ResourceTree(tree, types: configuration.types)
                    do {
                        try maintenance.export(progress) { try tree.write($0) }
                        try tree.finish()
                    } catch {
                        tree.discard()
                        throw error
                    }
                } else {
                    var file = try OutputFile(output)
                    do {
                        try maintenance.export(progress) { try file.append($0.line) }
                        try file.finish()
                    } catch {
                        file.discard()
                        throw error
                    }
                }
            }
        }
    }
}
