/// A place in a configuration file.
public struct SourceMark: Sendable, Hashable {
    /// The file's name, as it is shown to people.
    public let file: String
    /// The line, counted from 1.
    public let line: Int
    /// The column in Unicode scalars, counted from 1.
    public let column: Int

    /// Names a place.
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

extension SourceMark: Comparable {
    /// Orders by file, then by line and column.
    public static func < (left: Self, right: Self) -> Bool {
        (left.file, left.line, left.column) < (right.file, right.line, right.column)
    }
}

extension SourceMark: CustomStringConvertible {
    /// The place as compilers write it, such as `config.yaml:12:5`.
    public var description: String { "\(file):\(line):\(column)" }
}
