/// An open file, as a ``FileSystem`` names it.
package struct FileDescriptor: Sendable, Hashable {
    /// The number that the operating system gave it.
    package let number: Int32

    /// Wraps a number.
    package init(_ number: Int32) {
        self.number = number
    }
}
