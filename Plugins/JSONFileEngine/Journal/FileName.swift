/// The names of the numbered files of a store.
package enum FileName {
    /// What names the format, version and identity of a store.
    package static let manifest = "STORE.json"
    /// The file that the process which uses the store has locked.
    package static let lock = "LOCK"
    /// What says that other files are about to take the place of all that there are.
    package static let replacement = "REPLACE.json"
    /// The folder of torn ends and broken files, which are never deleted by themselves.
    package static let quarantine = "quarantine"

    /// The segment of the journal whose first line has a number.
    package static func segment(_ first: Int) -> String { "journal-\(padded(first)).jsonl" }

    /// The snapshot of the state after the line of a number.
    package static func snapshot(_ last: Int) -> String { "snapshot-\(padded(last)).jsonl" }

    /// The number in the name of a segment; `nil` for any other name.
    package static func segmentNumber(_ name: String) -> Int? { number(name, prefix: "journal-") }

    /// The number in the name of a snapshot; `nil` for any other name.
    static func snapshotNumber(_ name: String) -> Int? { number(name, prefix: "snapshot-") }

    /// The name of a file until it takes the place of others.
    static func upcoming(_ name: String) -> String { name + ".new" }

    /// Whether a file of the store was being written under this name when the process ended, or was to take the place of
    /// others and nobody has decided so.
    static func isUnfinished(_ name: String) -> Bool {
        let isTemporary = name.hasSuffix(".tmp")
        let name = isTemporary ? String(name.dropLast(4)) : name
        if name.hasSuffix(".new") { return isNumbered(String(name.dropLast(4))) }
        return isTemporary && (name == manifest || name == replacement || isNumbered(name))
    }

    /// Whether the store keeps something under this name.
    static func isOfStore(_ name: String) -> Bool {
        [manifest, lock, replacement, quarantine].contains(name) || isNumbered(name)
    }

    /// Whether this is the name of a segment or a snapshot.
    package static func isNumbered(_ name: String) -> Bool { segmentNumber(name) != nil || snapshotNumber(name) != nil }

    /// A number as twenty digits, so that names stand in the order of their numbers.
    package static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 20 - digits.utf8.count)) + digits
    }

    private static func number(_ name: String, prefix: String) -> Int? {
        let suffix = ".jsonl"
        guard name.hasPrefix(prefix), name.hasSuffix(suffix),
            name.utf8.count == prefix.utf8.count + 20 + suffix.utf8.count
        else { return nil }
        let digits = name.dropFirst(prefix.count).dropLast(suffix.count)
        guard digits.utf8.allSatisfy({ 48...57 ~= $0 }) else { return nil }
        return Int(digits).flatMap { $0 <= StoreLimits.number ? $0 : nil }
    }
}
