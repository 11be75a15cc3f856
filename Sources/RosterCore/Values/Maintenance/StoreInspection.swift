public import SCIM

/// What a look at all the data of a store came to.
public struct StoreInspection: Sendable {
    /// How many files were read.
    public var files = 0
    /// Their length in bytes.
    public var bytes = 0
    /// Their lines.
    public var lines = 0
    /// The resources by type, at the end of the history.
    public var resources: [ResourceCount] = []
    /// The sequence number of the last sound line; 0 if there is none.
    public var position = 0
    /// When the last change was made, if that is told.
    public var time: DateTime?
    /// What is wrong.
    public var findings: [StoreFinding] = []
    /// What is not wrong and still worth a line, such as an unfinished write at the end.
    public var notes: [String] = []

    /// Begins with nothing.
    public init() {}
}
