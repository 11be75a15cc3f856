/// Something in the data of a store that is not what it has to be.
public struct StoreFinding: Sendable, Hashable, CustomStringConvertible {
    /// The file.
    public var file: String
    /// Where it is in the file, in bytes from the beginning; `nil` for the file as a whole.
    public var byte: Int?
    /// The line, from 1.
    public var line: Int?
    /// The sequence number of the last sound change before it.
    public var after: Int?
    /// What is wrong.
    public var reason: String

    /// Describes a finding.
    public init(file: String, byte: Int? = nil, line: Int? = nil, after: Int? = nil, reason: String) {
        self.file = file
        self.byte = byte
        self.line = line
        self.after = after
        self.reason = reason
    }

    /// The finding in one line: `file: byte N (line M, after n=K): reason`.
    public var description: String {
        let details = [line.map { "line \($0)" }, after.map { "after n=\($0)" }].compactMap { $0 }
            .joined(separator: ", ")
        let place = byte.map { "byte \($0)\(details.isEmpty ? "" : " (\(details))"): " }
        return "\(file): \(place ?? "")\(reason)"
    }
}
