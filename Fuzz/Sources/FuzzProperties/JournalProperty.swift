import JSONFileStorage
import Logging
import RosterCore
import SCIM
import YAMLConfiguration

/// Whatever the lines of a journal say, with right checksums: reading them ends, and what is read survives a compaction.
public enum JournalProperty {
    private static let maintenance = makeMaintenance()

    /// Checks one journal: each line of the input is the rest of a record, or, in brackets, the steps of a transaction.
    public static func check(_ bytes: UnsafeBufferPointer<UInt8>) {
        ScratchFolder.clear()
        var manifest = Framing()
        manifest.add(#"{"format":"roster-jsonl","version":1,"storeId":"s","features":[]"#.utf8)
        _ = ScratchFolder.write("STORE.json", manifest.bytes)
        _ = ScratchFolder.write("journal-00000000000000000001.jsonl", journal(of: bytes))

        let inspection = reading { try maintenance.verify(.none) }
        _ = reading { try maintenance.statistics(.none) }
        _ = reading { try maintenance.history(of: "ann", limit: 10, .none) }
        _ = reading { try maintenance.repair(applying: false, .none) }
        guard let lines = export() else {
            let isServed = inspection?.resources.allSatisfy { ["User", "Group"].contains($0.type) } == true
            return require(!isServed || inspection?.findings.isEmpty != true, "what is sound can be read")
        }
        for line in lines {
            let record = try? ResourceRecord(reading: line)
            require(
                record?.line == line, "a line of an export says what it said", String(decoding: line, as: UTF8.self))
        }
        guard reading({ try maintenance.compact(.none) }) != nil else { return }
        require(export() == lines, "a compaction changes nothing")
    }

    private static func journal(of bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var framing = Framing()
        var last = Framing.beginning
        framing.add(#"{"k":"segment","version":1,"store":"s","n":1,"p":"\#(last)""#.utf8)
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            let head = #"{"n":\#(index + 1),"p":"\#(last)","b":\#(index + 1),"t":"2026-11-23T17:02:11.482Z","#
            last = framing.add(Array((line.first == UInt8(ascii: "[") ? head + #""tx":"# : head).utf8) + line)
        }
        return framing.bytes
    }

    private static func export() -> [[UInt8]]? {
        reading {
            var lines: [[UInt8]] = []
            try maintenance.export(.none) { lines.append($0.line) }
            return lines
        }
    }

    /// What comes of a call; `nil` if it is refused as calls may be.
    private static func reading<Result>(_ body: () throws -> Result) -> Result? {
        do {
            return try body()
        } catch let error as any ExitReason {
            require([65, 66, 78].contains(error.exitCode), "a refusal is one of the data", "\(error)")
            return nil
        } catch {
            violation("whatever fails has a status", "\(error)")
        }
    }

    private static func makeMaintenance() -> any StoreMaintenance {
        do {
            let document = try ConfigurationFormat.yaml.document(
                from: Array("path: \"\(ScratchFolder.path)\"".utf8), fileName: "c")
            let section = try document.section(
                reportingTo: ConfigurationReport(),
                in: ConfigurationEnvironment(variable: { _ in nil }, contents: { _ in [] }))
            let context = PluginContext(
                folder: "/", types: [.user, .group],
                logger: Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() })
            let plan = try section.reading { try PluginFactory.jsonFile.plan($0, context) }
            guard let maintenance = try plan?.maintenance?() else { violation("the store has maintenance") }
            return maintenance
        } catch {
            violation("the configuration is right", "\(error)")
        }
    }
}
