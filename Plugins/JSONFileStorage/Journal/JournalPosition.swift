/// A place between two lines of the journal.
struct JournalPosition: Sendable, Equatable {
    /// The number of the line before.
    var number: Int
    /// The checksum of the line before, as 32 hexadecimal digits.
    var checksum: String

    /// Before the first line.
    static let beginning = JournalPosition(number: 0, checksum: Checksum.zero.text)
}
