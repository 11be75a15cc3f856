/// An open file, as a ``FileSystem`` names it.
package struct FileDescriptor: Sendable, Hashable {
    /// The number that the operating system gave it.
    package let number: Int32
    /// The path that it has, for people: a number tells them nothing.
    package let path: String

    /// Wraps a number.
    init(_ number: Int32, of path: String) {
        self.number = number
        self.path = path
    }

    /// The same file when it has been given another name.
    func named(_ path: String) -> FileDescriptor { FileDescriptor(number, of: path) }
}
