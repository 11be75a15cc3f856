/// A place between two lines of the journal.
package struct JournalPosition: Sendable, Equatable {
    /// The number of the line before.
    package var number: Int
    /// The checksum of the line before, as 32 hexadecimal digits.
    package var checksum: String

    /// Names a line of the journal.
    package init(number: Int, checksum: String) {
        self.number = number
        self.checksum = checksum
    }

    /// Before the first line.
    package static let beginning = JournalPosition(number: 0, checksum: Checksum.zero.text)
}
